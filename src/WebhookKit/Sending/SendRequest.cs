namespace WebhookKit.Sending;

/// <summary>One attempt to be made.</summary>
internal sealed class SendRequest
{
    public required EventId EventId { get; init; }

    public required string EventType { get; init; }

    /// <summary>The exact bytes to send and sign.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required string ContentType { get; init; }

    /// <summary>What it is in order with; null where it is not in order, empty where the whole endpoint is.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>Its number among those with its ordering key.</summary>
    public long Sequence { get; init; }

    /// <summary>For logs; not sent.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>The owner of the endpoint; not sent.</summary>
    public required string Owner { get; init; }

    public required string Url { get; init; }

    /// <summary>The URL taken apart, where the caller has kept it from the last attempt.</summary>
    public Uri? ParsedUrl { get; init; }

    /// <summary>The endpoint's own headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The names of the signers, all of which sign; null for the application's default.</summary>
    public IReadOnlyList<string>? Signers { get; init; }

    /// <summary>How the endpoint differs in TLS; null where it does not.</summary>
    public TlsProfile? Tls { get; init; }

    /// <summary>Its client certificate with the key, as PKCS#12 without a password; empty where it has none.</summary>
    public ReadOnlyMemory<byte> ClientKey { get; init; }

    /// <summary>The secrets in force, newest first. Without any, nothing is sent.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }
}
