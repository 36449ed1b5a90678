using Microsoft.Extensions.DependencyInjection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebhookKit.Administration;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Tls;

/// <summary>What is taken as the TLS settings of an endpoint, and what is said of the rest.</summary>
internal sealed class TlsInputTests
{
    private const string Client = "tls.client_certificate";

    private static TestAuthority Authority { get; } = new();

    private static X509Certificate2 Good => Authority.Once("good");

    private EngineHost Host { get; } = EngineHost.Build(webhooks => webhooks.UseInMemoryStore());

    [OneTimeTearDown]
    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Authority.Dispose();
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("the wrong password", $"{Client}.password", "does not open", File(TestAuthority.Pkcs12(Good, "right"), "wrong"));
        yield return Case("no password", $"{Client}.password", "does not open", File(TestAuthority.Pkcs12(Good, "right")));
        yield return Case("no PKCS12", $"{Client}.pkcs12", "not a PKCS#12", File([1, 2, 3]));
        yield return Case("a PKCS12 cut off", $"{Client}.pkcs12", "cut off", File(TestAuthority.Pkcs12(Good)[..^9]));
        yield return Case("a large PKCS12", $"{Client}.pkcs12", "64 KB", File(new byte[70_000]));
        yield return Case("no private key", $"{Client}.pkcs12", "no private key", File(TestAuthority.Pkcs12(Public(Good))));
        yield return Case("two private keys", $"{Client}.pkcs12", "2 private keys", File(TestAuthority.Pkcs12(Good, null, Authority.Issue("second"))));
        yield return Case("expired", Client, "has expired", File(TestAuthority.Pkcs12(Authority.Issue("old", fromDays: -9, toDays: -2))));
        yield return Case("not valid yet", Client, "not valid before", File(TestAuthority.Pkcs12(Authority.Issue("young", fromDays: 2, toDays: 9))));
        yield return Case("a short key", Client, "1024 bits; at least 2048", File(TestAuthority.Pkcs12(Authority.Issue("short", key: RSA.Create(1024)))));
        yield return Case("nothing", Client, "must be either pkcs12", new EndpointTlsInput { ClientCertificate = new ClientCertificateInput() });
        yield return Case("both forms", Client, "must be either pkcs12", Certificate(new ClientCertificateInput { Pkcs12 = TestAuthority.Pkcs12(Good), Certificate = Good.ExportCertificatePem() }));
        yield return Case("PEM without a key", $"{Client}.private_key", "is required", Certificate(new ClientCertificateInput { Certificate = Good.ExportCertificatePem() }));
        yield return Case("PEM with the key of another", $"{Client}.private_key", "must be the private key of the first certificate", Pem(TestAuthority.KeyPem(Authority.Issue("other"))));
        yield return Case("PEM without a certificate", $"{Client}.certificate", "held none", Certificate(new ClientCertificateInput { Certificate = "-", PrivateKey = TestAuthority.KeyPem(Good) }));
        yield return Case("a damaged PEM", $"{Client}.certificate", "cannot be read", Certificate(new ClientCertificateInput { Certificate = DamagedPem, PrivateKey = "-" }));
        yield return Case("an encrypted key without a password", $"{Client}.password", "is required", Pem(EncryptedKey));
        yield return Case("an encrypted key with the wrong password", $"{Client}.password", "does not open", Pem(EncryptedKey, "wrong"));
        yield return Case("a thumbprint of nothing stored", $"{Client}.thumbprint", "is not that of the stored", Certificate(new ClientCertificateInput { Thumbprint = TestAuthority.ThumbprintOf(Good) }));
        yield return Case("a root that is no authority", "tls.trusted_roots[0]", "not the certificate of an authority", Roots(Good.ExportCertificatePem()));
        yield return Case("a root that has expired", "tls.trusted_roots[0]", "has expired", Roots(new TestAuthority("Old", toDays: -2).Pem));
        yield return Case("no root", "tls.trusted_roots", "held 0", Roots("nothing"));
        yield return Case("a damaged root", "tls.trusted_roots", "cannot be read", Roots(DamagedPem));
        yield return Case("a private key among the roots", "tls.trusted_roots", "no private key", Roots(Authority.Pem + "\n" + TestAuthority.KeyPem(Good)));
        yield return Case("a pin in hexadecimal", "tls.pins[0]", "base64 of the SHA-256", Pins(new string('a', 64)));
        yield return Case("a short pin", "tls.pins[1]", "44 characters", Pins(TestAuthority.PinOf(Good), Convert.ToBase64String(new byte[31])));
        yield return Case("a pin with spaces", "tls.pins[0]", "44 characters", Pins(TestAuthority.PinOf(Good) + " "));
        yield return Case("a pin twice", "tls.pins[1]", "already", Pins(TestAuthority.PinOf(Good), TestAuthority.PinOf(Good)));
        yield return Case("too many pins", "tls.pins", "at most 10", Pins([.. Enumerable.Repeat(TestAuthority.PinOf(Good), 11)]));

        static TestCaseData Case(string name, string field, string expected, EndpointTlsInput tls) => new TestCaseData(field, expected, tls).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_refused_and_says_so(string field, string expected, EndpointTlsInput tls)
    {
        var refused = await Assert.ThrowsAsync<WebhookValidationException>(() => CreateAsync(tls));

        var error = refused!.Errors.Single();
        Assert.That(error.Field, Is.EqualTo(field));
        Assert.That(error.Message, Does.Contain(expected));
    }

    [Test]
    public async Task Only_https_has_TLS()
    {
        var refused = await Assert.ThrowsAsync<WebhookValidationException>(() => CreateAsync(Pins(TestAuthority.PinOf(Good)), "http://127.0.0.1:5000/"));

        Assert.That(refused!.Errors.Single().Field, Is.EqualTo("tls"));
    }

    [Test]
    public async Task Settings_that_say_nothing_are_none()
    {
        var created = await CreateAsync(new EndpointTlsInput());

        Assert.That(created.Tls, Is.Null);
    }

    [Test]
    public async Task Both_forms_show_the_same_certificate_and_no_key()
    {
        using var intermediate = new TestAuthority("Intermediate", Authority);
        var client = intermediate.Issue("client");
        var file = await CreateAsync(File(TestAuthority.Pkcs12(client, "secret", Public(intermediate.Certificate), Public(Authority.Certificate)), "secret"));
        var pem = await CreateAsync(Certificate(new ClientCertificateInput
        {
            Certificate = string.Join('\n', client.ExportCertificatePem(), intermediate.Pem, Authority.Pem),
            PrivateKey = client.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("secret", Slow),
            Password = "secret",
        }));

        foreach (var shown in new[] { file.Tls!.ClientCertificate!, pem.Tls!.ClientCertificate! })
        {
            Assert.Multiple(() =>
            {
                Assert.That(shown.Subject, Is.EqualTo("CN=client"));
                Assert.That(shown.Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
                Assert.That((shown.NotBefore, shown.NotAfter), Is.EqualTo(((DateTimeOffset)client.NotBefore, (DateTimeOffset)client.NotAfter)));
                Assert.That(shown.Chain, Is.EqualTo([TestAuthority.ThumbprintOf(intermediate.Certificate)]), "Without the root.");
            });
        }
    }

    [Test]
    public async Task An_RSA_key_is_taken_too()
    {
        var created = await CreateAsync(File(TestAuthority.Pkcs12(Authority.Issue("rsa", key: RSA.Create(2048)))));

        Assert.That(created.Tls!.ClientCertificate!.Subject, Is.EqualTo("CN=rsa"));
    }

    [Test]
    public async Task Nothing_but_the_certificates_is_kept_of_what_stands_with_the_roots()
    {
        var created = await CreateAsync(Roots("Issued to us on Monday.\n" + Authority.Pem + "\nMore."));

        Assert.That(created.Tls!.TrustedRoots, Is.EqualTo(Authority.Pem));
    }

    private static readonly PbeParameters Slow = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private static string EncryptedKey => Good.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("right", Slow);

    private static string DamagedPem => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    private static X509Certificate2 Public(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static EndpointTlsInput Certificate(ClientCertificateInput certificate) => new() { ClientCertificate = certificate };

    private static EndpointTlsInput File(byte[] pkcs12, string? password = null) => Certificate(new ClientCertificateInput { Pkcs12 = pkcs12, Password = password });

    private static EndpointTlsInput Pem(string key, string? password = null) =>
        Certificate(new ClientCertificateInput { Certificate = Good.ExportCertificatePem(), PrivateKey = key, Password = password });

    private static EndpointTlsInput Roots(string pem) => new() { TrustedRoots = pem };

    private static EndpointTlsInput Pins(params string[] pins) => new() { Pins = pins };

    private async Task<WebhookEndpoint> CreateAsync(EndpointTlsInput tls, string url = "https://receiver.example/hooks") =>
        (await Host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"], Tls = tls }, WebhookCaller.Application)).Endpoint;
}
