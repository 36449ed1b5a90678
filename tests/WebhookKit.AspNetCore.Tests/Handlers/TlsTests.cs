using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Protecting;

namespace WebhookKit.AspNetCore.Tests.Handlers;

/// <summary>Client certificates, roots and pins through the API.</summary>
internal sealed class TlsTests
{
    private const string Password = "canary-password-41d2";
    private const string Url = "https://example.com/hooks";

    [Test]
    public async Task What_was_read_can_be_sent_back_and_what_is_left_out_goes()
    {
        await using var host = await StartAsync(new ConcurrentQueue<string>());
        using var client = Client();
        var created = await host.PostAsync("v1/endpoints", Json(Pkcs12(client), Pin(client)));
        var id = created.TextOf("id");

        var tls = (await host.GetAsync($"v1/endpoints/{id}"))["tls"];
        var kept = await host.PutAsync($"v1/endpoints/{id}", "{\"url\":\"" + Url + "\",\"events\":[\"*\"],\"description\":\"new\",\"tls\":" + tls.GetRawText() + "}");
        var other = await host.PutAsync($"v1/endpoints/{id}", Json("""{"thumbprint":"00"}""", Pin(client)));
        var without = await host.PutAsync($"v1/endpoints/{id}", $$"""{"url":"{{Url}}","events":["*"]}""");

        var certificate = tls.GetProperty("client_certificate");
        Assert.Multiple(() =>
        {
            Assert.That(created.Status, Is.EqualTo(201), created.Text);
            Assert.That(certificate.GetProperty("subject").GetString(), Is.EqualTo("CN=client"));
            Assert.That(certificate.GetProperty("thumbprint").GetString(), Is.EqualTo(client.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()));
            Assert.That(certificate.GetProperty("not_after").GetDateTimeOffset(), Is.EqualTo((DateTimeOffset)client.NotAfter));
            Assert.That(tls.GetProperty("pins")[0].GetString(), Is.EqualTo(Pin(client)));
            Assert.That((kept.Status, kept.TextOf("description")), Is.EqualTo((200, "new")), kept.Text);
            Assert.That(JsonElement.DeepEquals(kept["tls"], tls), Is.True);
            Assert.That(other.Text, Does.Contain("tls.client_certificate.thumbprint"));
            Assert.That((other.Status, without.Status, without["tls"].ValueKind), Is.EqualTo((400, 200, JsonValueKind.Null)));
        });
    }

    [Test]
    public async Task A_private_key_and_its_password_are_found_nowhere()
    {
        var seen = new ConcurrentQueue<string>();
        await using var host = await StartAsync(seen);
        using var client = Client();
        var key = client.GetECDsaPrivateKey()!;
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var certificate = JsonSerializer.Serialize(new { certificate = client.ExportCertificatePem(), private_key = key.ExportPkcs8PrivateKeyPem() });

        var created = await host.PostAsync("v1/endpoints", Json(Pkcs12(client), Pin(client)));
        seen.Enqueue(created.Text);
        seen.Enqueue((await host.PutAsync($"v1/endpoints/{created.TextOf("id")}", Json(certificate, Pin(client)))).Text);
        seen.Enqueue((await host.PostAsync("v1/endpoints", Json(certificate, "no pin"))).Text);
        seen.Enqueue((await host.PostAsync("v1/endpoints", Json(JsonSerializer.Serialize(new { certificate = "x", private_key = pem, password = Password }), Pin(client)))).Text);
        foreach (var path in new[] { "endpoints", "audit", "secret-keys" })
        {
            seen.Enqueue((await host.GetAsync("v1/" + path)).Text);
        }

        seen.Enqueue((await host.PostAsync($"v1/endpoints/{created.TextOf("id")}/test")).Text);

        var (shown, stored) = (string.Join('\n', seen), Encoding.Latin1.GetString(Database(host)));
        Assert.That(shown, Does.Contain("Changed tls").And.Contain("CN=client"), "Something was looked at.");
        Assert.That(stored, Does.Contain("CN=client"));
        var scalar = key.ExportParameters(includePrivateParameters: true).D!;
        foreach (var form in new[] { Password, Encoding.Latin1.GetString(scalar), Convert.ToHexString(scalar), Convert.ToBase64String(key.ExportPkcs8PrivateKey())[40..84] })
        {
            Assert.That(shown.Contains(form, StringComparison.OrdinalIgnoreCase), Is.False, "Shown.");
            Assert.That(stored.Contains(form, StringComparison.Ordinal), Is.False, "Stored.");
        }
    }

    [TestCase("""{"client_certificate":{"pkcs12":"-"}}""", "tls.client_certificate.pkcs12")]
    [TestCase("""{"client_certificate":{"pkcs12":7}}""", "tls.client_certificate.pkcs12")]
    [TestCase("""{"client_certificate":[]}""", "tls.client_certificate")]
    [TestCase("""{"trusted_roots":"x"}""", "tls.trusted_roots")]
    [TestCase("""{"pins":"x"}""", "tls.pins")]
    [TestCase("""{"pins":["x"]}""", "tls.pins[0]")]
    [TestCase("7", "tls")]
    public async Task What_is_wrong_names_its_field(string tls, string field)
    {
        await using var host = await StartAsync(new ConcurrentQueue<string>());

        var refused = await host.PostAsync("v1/endpoints", "{\"url\":\"" + Url + "\",\"events\":[\"*\"],\"tls\":" + tls + "}");

        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused["errors"].TryGetProperty(field, out _), Is.True, refused.Text);
    }

    private static Task<ApiHost> StartAsync(ConcurrentQueue<string> seen) => ApiHost.StartAsync(services =>
    {
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new SeenLog(seen)));
        services.Configure<SecretsOptions>(options => options.Keys["k1"] = Convert.ToBase64String(new byte[32]));
    });

    private static X509Certificate2 Client()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static string Pkcs12(X509Certificate2 client) =>
        JsonSerializer.Serialize(new { pkcs12 = Convert.ToBase64String(client.Export(X509ContentType.Pkcs12, Password)), password = Password });

    private static string Pin(X509Certificate2 client) => Convert.ToBase64String(SHA256.HashData(client.PublicKey.ExportSubjectPublicKeyInfo()));

    private static string Json(string certificate, string pin) =>
        "{\"url\":\"" + Url + "\",\"events\":[\"*\"],\"tls\":{\"client_certificate\":" + certificate + ",\"pins\":[\"" + pin + "\"]}}";

    private static byte[] Database(ApiHost host) =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(host.DatabaseFile)!).SelectMany(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }),
    ];

    private sealed class SeenLog(ConcurrentQueue<string> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
