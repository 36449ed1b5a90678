using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using WebhookKit.Sending;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Tls;

/// <summary>Which servers an endpoint with TLS settings is taken for, and what is said of the others.</summary>
internal sealed partial class ServerTrustTests : TlsFixture
{
    [Test]
    public async Task Its_own_roots_let_in_what_the_system_refuses()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));

        var ordinary = await SendAsync(server.Url, tls: null);
        var trusting = await SendAsync(server.Url, Trusting());

        Assert.That(CodeOf(ordinary), Is.EqualTo("certificate_incomplete").Or.EqualTo("certificate_untrusted_root"));
        Assert.That(trusting.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), trusting.Error);
    }

    [Test]
    public async Task Its_own_roots_keep_out_what_they_have_not_signed()
    {
        using var other = new TestAuthority("Other");
        await using var server = await MutualTlsServer.StartAsync(other.Issue("server"), chain: [other.Certificate]);

        var several = await SendAsync(server.Url, new EndpointTls { TrustedRoots = Authority.Pem + "\n" + other.Pem });
        var refused = await SendAsync(server.Url, Trusting());

        Assert.That(several.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), several.Error);
        Assert.That(CodeOf(refused), Is.EqualTo("certificate_incomplete").Or.EqualTo("certificate_untrusted_root"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_ordinary_endpoint_does_not_get_the_connection_of_one_that_trusts_the_server()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));

        var trusting = await SendAsync(server.Url, Trusting());
        var ordinary = await SendAsync(server.Url, tls: null);
        var pinned = await SendAsync(server.Url, Trusting(null, TestAuthority.PinOf(Authority.Certificate)));

        Assert.That(new[] { trusting.Outcome, ordinary.Outcome, pinned.Outcome }, Is.EqualTo([AttemptOutcome.Succeeded, AttemptOutcome.TlsFailed, AttemptOutcome.TlsFailed]));
    }

    [Test]
    public async Task A_pinned_key_is_asked_for_besides_the_rest()
    {
        var certificate = Authority.Issue("server");
        var (right, wrong) = (TestAuthority.PinOf(certificate), Convert.ToBase64String(new byte[32]));
        await using var server = await MutualTlsServer.StartAsync(certificate);

        var matching = await SendAsync(server.Url, Trusting(null, right));
        var oneOfTwo = await SendAsync(server.Url, Trusting(null, wrong, right));
        var mismatch = await SendAsync(server.Url, Trusting(null, wrong));
        var untrusted = await SendAsync(server.Url, new EndpointTls { Pins = [right] });

        Assert.Multiple(() =>
        {
            Assert.That(matching.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), matching.Error);
            Assert.That(oneOfTwo.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), oneOfTwo.Error);
            Assert.That((mismatch.Outcome, CodeOf(mismatch)), Is.EqualTo((AttemptOutcome.TlsFailed, "pin_mismatch")));
            Assert.That(untrusted.Outcome, Is.EqualTo(AttemptOutcome.TlsFailed), "A pin does not stand for a root.");
            Assert.That(CodeOf(untrusted), Is.Not.EqualTo("pin_mismatch"));
        });
    }

    [Test]
    public async Task A_certificate_that_was_renewed_with_the_same_key_still_has_the_pinned_one()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        await using var before = await MutualTlsServer.StartAsync(Authority.Issue("before", key: ECDsa.Create(parameters)));
        await using var after = await MutualTlsServer.StartAsync(Authority.Issue("after", toDays: 30, key: ECDsa.Create(parameters)));
        var pin = Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

        var first = await SendAsync(before.Url, Trusting(null, pin));
        var second = await SendAsync(after.Url, Trusting(null, pin));

        Assert.That((first.Outcome, second.Outcome), Is.EqualTo((AttemptOutcome.Succeeded, AttemptOutcome.Succeeded)));
    }

    [Test]
    public async Task Every_fault_of_a_servers_TLS_is_refused_and_has_a_code_of_its_own()
    {
        using var intermediate = new TestAuthority("Intermediate", Authority);
        using var selfSigned = TlsServer.SelfSigned();
        X509Certificate2[] certificates =
            [Authority.Issue("expired", fromDays: -9, toDays: -2), Authority.Issue("elsewhere", host: "other.example"), selfSigned, intermediate.Issue("alone")];
        var codes = new List<string?>();
        foreach (var certificate in certificates)
        {
            await using var server = await MutualTlsServer.StartAsync(certificate);
            codes.Add(CodeOf(await SendAsync(server.Url, Trusting())));
            Assert.That(server.Requests, Is.Empty);
        }

        using var old = OldServer(0x02);
        using var older = OldServer(0x01);
        foreach (var server in new[] { old, older })
        {
            codes.Add(CodeOf(await SendAsync($"https://localhost:{server.Port}/", Trusting())));
        }

        var version = OperatingSystem.IsLinux() ? "tls_version" : "tls_handshake_failed";
        Assert.That(
            codes,
            Is.EqualTo(["certificate_expired", "certificate_wrong_host", "certificate_untrusted_root", "certificate_incomplete", version, version]));
    }

    [TestCase(70, "tls_version")]
    [TestCase(116, "client_certificate_required")]
    [TestCase(42, "client_certificate_refused")]
    [TestCase(45, "client_certificate_refused")]
    [TestCase(48, "client_certificate_refused")]
    [TestCase(40, "tls_handshake_failed")]
    [Platform("Linux", Reason = "Other platforms do not say which alert came.")]
    public async Task What_the_server_says_when_it_ends_the_handshake_has_a_code(byte alert, string expected)
    {
        using var server = RawServer.Talking(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[5], 5);
            await stream.WriteAsync(new byte[] { 0x15, 3, 3, 0, 2, 2, alert });
        });

        var result = await SendAsync($"https://localhost:{server.Port}/", Trusting());

        Assert.That((result.Outcome, CodeOf(result)), Is.EqualTo((AttemptOutcome.TlsFailed, expected)), result.Error);
    }

    // It answers the first message of the client as a server does that knows TLS 1.1, or 1.0, and nothing newer.
    private static RawServer OldServer(byte minor) => RawServer.Talking(async stream =>
    {
        await stream.ReadAtLeastAsync(new byte[5], 5);
        byte[] hello = [3, minor, .. new byte[32], 0, 0xC0, 0x14, 0];
        byte[] handshake = [2, 0, 0, (byte)hello.Length, .. hello];
        await stream.WriteAsync((byte[])[0x16, 3, minor, 0, (byte)handshake.Length, .. handshake]);
        _ = await stream.ReadAsync(new byte[1024]);
    });

    private static string? CodeOf(SendResult result) => Code().Match(result.Error ?? "") is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\((\w+)\)\.$")]
    private static partial Regex Code();
}
