using System.Security.Cryptography.X509Certificates;
using WebhookKit.Sending;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Tls;

/// <summary>Attempts with TLS settings, against servers with certificates of one authority.</summary>
internal abstract class TlsFixture
{
    protected TestAuthority Authority { get; private set; } = null!;

    protected SenderFixture Sender { get; private set; } = null!;

    [SetUp]
    public void MakeAuthority()
    {
        Authority = new TestAuthority();
        Sender = new SenderFixture();
    }

    [TearDown]
    public async Task DisposeAsync()
    {
        await Sender.DisposeAsync();
        Authority.Dispose();
    }

    protected Task<SendResult> SendAsync(string url, EndpointTls? tls, byte[]? clientKey = null) => Sender.SendAsync(Request(url, tls, clientKey));

    protected static SendRequest Request(string url, EndpointTls? tls, byte[]? clientKey = null)
    {
        var plain = SenderFixture.Request(url);
        return new SendRequest
        {
            EventId = plain.EventId,
            EventType = plain.EventType,
            Body = plain.Body,
            ContentType = plain.ContentType,
            Endpoint = plain.Endpoint,
            Owner = plain.Owner,
            Url = plain.Url,
            Headers = plain.Headers,
            Secrets = plain.Secrets,
            Tls = TlsProfile.Of(tls),
            ClientKey = clientKey,
        };
    }

    /// <summary>Settings that trust the authority of the test.</summary>
    protected EndpointTls Trusting(X509Certificate2? client = null, params string[] pins) => new()
    {
        ClientCertificate = client is null ? null : TestAuthority.Shown(client),
        TrustedRoots = Authority.Pem,
        Pins = pins,
    };
}
