using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

/// <summary>The signers of an application, as endpoints name them.</summary>
internal abstract class SignerFixture
{
    protected static readonly EventId Id = EventId.Parse("evt_0193a5f0c8a07c1e9d3f2b4a6c8e0f12");
    protected static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    protected static readonly WebhookSecret One = Secret("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=");
    protected static readonly WebhookSecret Two = Secret("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=");

    protected static WebhookSecret Secret(string text) =>
        WebhookSecret.TryFromText(text, out var secret) ? secret : throw new ArgumentException("Not a secret.", nameof(text));

    protected static IReadOnlyDictionary<string, string> Sign(string name, string body, params WebhookSecret[] secrets) =>
        Sign(name, System.Text.Encoding.UTF8.GetBytes(body), secrets);

    protected static IReadOnlyDictionary<string, string> Sign(string name, byte[] body, params WebhookSecret[] secrets)
    {
        using var services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
        var headers = new SignatureHeaders();
        services.GetRequiredKeyedService<IWebhookSigner>(name).Sign(RequestOf(body, secrets), headers);
        return new Dictionary<string, string>(headers);
    }

    protected static SignatureRequest RequestOf(byte[] body, params WebhookSecret[] secrets) => new() { EventId = Id, Timestamp = SentAt, Body = body, Secrets = secrets };
}
