using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Ed25519.Tests;

/// <summary>The first two keys of RFC 8032, and what openssl signs with them.</summary>
internal static class TestData
{
    public const string PrivateText = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";
    public const string SeedText = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    public const string PublicText = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    public const string OtherSeedText = "whsk_TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs=";
    public const string OtherPublicText = "whpk_PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

    public const string Body = """{"a":1}""";
    public const string Signature = "v1a,EXOWaNnkCz+LE8+KV7QeJDnGmkiJ9mv/kQ7rimYYqUxHwlJkI6oQeX3dfYD07QqJu3QvPLcJbzShyIJKA8+gAA==";
    public const string OtherSignature = "v1a,gKzqrOqV/y5GiAmkwdTn8e3YQnho/gtwhsuqV9dZTCX/9cssy0O4+o5wKVOXRAd8fq4FJwmHk4630i8vxiMUCw==";
    public const string EmptySignature = "v1a,NBf99v+nNRAHZ4QbIP00ot4FQceqBq+eNAIZQjoOldKGrieRFHyrb6TLO2oIxdUKlEP1rnuFCa8DLEI1uvkLAw==";
    public const string Timestamp = "1764000000";

    public static readonly EventId Id = EventId.Parse("evt_0193a5f0c8a07c1e9d3f2b4a6c8e0f12");
    public static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);

    public static WebhookPrivateKey Private(string text) => Ed25519PrivateKey.TryParse(text, out var key) ? key : throw new ArgumentException("Not a key.", nameof(text));

    public static WebhookSecret Secret(string privateKey) => WebhookSecret.Generate().WithPrivateKey(Private(privateKey));

    public static ServiceProvider Services() => new ServiceCollection().AddLogging().AddWebhooks().AddEd25519Signer().Services.BuildServiceProvider();

    public static Dictionary<string, string> Sign(byte[] body, params WebhookSecret[] secrets)
    {
        using var services = Services();
        return Sign(
            services.GetRequiredKeyedService<IWebhookSigner>(Ed25519BuilderExtensions.Ed25519SignerName),
            new SignatureRequest { EventId = Id, Timestamp = SentAt, Body = body, Secrets = secrets });
    }

    public static Dictionary<string, string> Sign(IWebhookSigner signer, SignatureRequest request)
    {
        var headers = new SignatureHeaders();
        signer.Sign(request, headers);
        return new(headers);
    }
}
