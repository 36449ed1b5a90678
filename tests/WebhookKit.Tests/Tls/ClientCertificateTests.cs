using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Tls;

/// <summary>Whom a server sees when an endpoint has a client certificate.</summary>
internal sealed class ClientCertificateTests : TlsFixture
{
    private const int AtOnce = 16;

    /// <summary><c>WEBHOOKKIT_TEST_MTLS</c> makes it so many requests.</summary>
    private static readonly int Size = int.Parse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_MTLS") ?? "500", CultureInfo.InvariantCulture);

    [Test]
    public async Task Endpoints_at_one_server_never_get_a_connection_with_the_certificate_of_another()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var (one, other) = (Authority.Issue("one"), Authority.Issue("other"));
        (string Path, SendRequest Request, string? Thumbprint)[] endpoints =
        [
            ("/one", Request($"{server.Url}/one", Trusting(one), TestAuthority.Pkcs12(one)), TestAuthority.ThumbprintOf(one)),
            ("/other", Request($"{server.Url}/other", Trusting(other), TestAuthority.Pkcs12(other)), TestAuthority.ThumbprintOf(other)),
            ("/none", Request($"{server.Url}/none", Trusting()), null),
        ];

        var failed = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Size), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var result = await Sender.SendAsync(endpoints[number % endpoints.Length].Request);
            Interlocked.Add(ref failed, result.Outcome == AttemptOutcome.Succeeded ? 0 : 1);
        });

        var expected = endpoints.ToDictionary(endpoint => endpoint.Path, endpoint => endpoint.Thumbprint);
        Assert.Multiple(() =>
        {
            Assert.That(failed, Is.Zero);
            Assert.That(server.Requests, Has.Count.EqualTo(Size));
            Assert.That(server.Requests.Count(request => request.Thumbprint != expected[request.Path]), Is.Zero, "With the wrong certificate.");
            Assert.That(server.Handshakes, Is.LessThanOrEqualTo(2 * AtOnce), "Connections are used again.");
        });
    }

    [Test]
    public async Task The_certificates_between_it_and_the_root_are_sent_along()
    {
        using var intermediate = new TestAuthority("Intermediate", Authority);
        var client = intermediate.Issue("client");
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"), LeadsToRoot);
        var whole = new EndpointTls { ClientCertificate = TestAuthority.Shown(client, intermediate.Certificate), TrustedRoots = Authority.Pem };

        var alone = await SendAsync(server.Url, Trusting(client), TestAuthority.Pkcs12(client));
        var together = await SendAsync(server.Url, whole, TestAuthority.Pkcs12(client, null, intermediate.Certificate));

        Assert.That(alone.Outcome, Is.Not.EqualTo(AttemptOutcome.Succeeded), "The server lacks the intermediate.");
        Assert.That(together.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), together.Error);
        Assert.That(server.Requests.Single().Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
    }

    [Test]
    public async Task An_expired_certificate_is_sent_and_the_server_decides()
    {
        var expired = Authority.Issue("expired", fromDays: -9, toDays: -2);
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));

        var result = await SendAsync(server.Url, Trusting(expired), TestAuthority.Pkcs12(expired));

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), result.Error);
        Assert.That(server.Requests.Single().Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(expired)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Without_the_right_key_nothing_is_sent(bool hasAnother)
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        byte[] key = hasAnother ? TestAuthority.Pkcs12(Authority.Issue("another")) : [];

        var result = await SendAsync(server.Url, Trusting(Authority.Issue("client")), key);

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.InternalError));
        Assert.That((server.Requests.Count, server.Handshakes), Is.EqualTo((0, 0)));
    }

    private bool LeadsToRoot(X509Certificate2 shown, X509Certificate2Collection sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(shown);
    }
}
