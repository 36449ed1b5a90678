using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Tests.Sending;

public sealed class TlsTests
{
    private static IEnumerable<TestCaseData> BadCertificates()
    {
        yield return Case(() => TlsServer.SelfSigned(), "self-signed");
        yield return Case(() => TlsServer.SelfSigned(validFromDays: -9, validToDays: -2), "expired");
        yield return Case(() => TlsServer.SelfSigned(validFromDays: 2, validToDays: 9), "not valid yet");
        yield return Case(() => TlsServer.SelfSigned(host: "other.example"), "another host name");
        yield return Case(() => TlsServer.WithoutIssuer("http://127.0.0.1:9/ca.cer"), "intermediate");

        static TestCaseData Case(Func<X509Certificate2> certificate, string expected) => new TestCaseData(certificate, expected).SetArgDisplayNames(expected);
    }

    [TestCaseSource(nameof(BadCertificates))]
    public async Task A_bad_certificate_is_refused_and_says_what_is_wrong(Func<X509Certificate2> certificate, string expected)
    {
        using var presented = certificate();
        using var server = TlsServer.Start(presented);
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.TlsFailed));
        Assert.That(result.Error, Does.Contain(expected));
    }

    [Test]
    public async Task Checking_a_certificate_makes_no_request_of_its_own()
    {
        using var victim = RawServer.Answering("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        using var certificate = TlsServer.WithoutIssuer($"http://127.0.0.1:{victim.Port}/ca.cer");
        using var server = TlsServer.Start(certificate);
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.TlsFailed));
        Assert.That(victim.Connections, Is.Zero);
    }

    [Test]
    public async Task A_server_for_issuers_and_revocation_lists_that_hangs_is_not_waited_for()
    {
        using var victim = RawServer.Answering(_ => Task.CompletedTask);
        using var certificate = TlsServer.WithoutIssuer($"http://127.0.0.1:{victim.Port}/ca.cer");
        using var server = TlsServer.Start(certificate);
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.TlsFailed), "Not because the time was over.");
        Assert.That(victim.Connections, Is.Zero);
    }

    [Test]
    public async Task A_trusted_certificate_is_not_looked_up_in_a_revocation_list()
    {
        using var victim = RawServer.Answering("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        using var certificate = TlsServer.WithIssuer($"http://127.0.0.1:{victim.Port}/ca.cer", out var issuer);
        using var server = TlsServer.Start(certificate);
        await using var sender = new SenderFixture();
        var policy = DeliveryClientTests.DeliveryHandlerOf(sender).SslOptions.CertificateChainPolicy!;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(issuer);

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ResponseInvalid), "The handshake was made, and the server hung up.");
        Assert.That(victim.Connections, Is.Zero);
    }

    [Test]
    public async Task A_server_without_TLS_is_a_failure_of_the_handshake()
    {
        using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.TlsFailed));
    }

    [Test]
    public async Task A_handshake_that_hangs_ends_with_the_time_for_connecting()
    {
        using var server = RawServer.Answering(_ => Task.CompletedTask);
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync($"https://localhost:{server.Port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ConnectFailed));
        Assert.That(result.Duration, Is.LessThan(TimeSpan.FromSeconds(8)));
    }
}
