using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Sending;

/// <summary>A handler of its own, and what its connections need. Whoever keeps it holds a lock over what can be set.</summary>
internal sealed class KeptHandler(HandlerKey key, HttpMessageHandler handler, IReadOnlyList<X509Certificate2> certificates) : IDisposable
{
    public HandlerKey Key => key;

    public HttpMessageInvoker Client { get; } = new(handler, disposeHandler: true);

    /// <summary>How many requests are under way.</summary>
    public int Users { get; set; }

    /// <summary>The clock's timestamp from when the last one ended.</summary>
    public long LastUsedAt { get; set; }

    /// <summary>Whether nobody gets it any more.</summary>
    public bool IsRemoved { get; set; }

    public void Dispose()
    {
        Client.Dispose();
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
