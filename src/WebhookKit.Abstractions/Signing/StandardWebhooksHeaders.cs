namespace WebhookKit.Signing;

/// <summary>The header names of Standard Webhooks 1.0.0.</summary>
public static class StandardWebhooksHeaders
{
    /// <summary><c>webhook-id</c>: the event's id, the same on every attempt.</summary>
    public const string Id = "webhook-id";

    /// <summary><c>webhook-timestamp</c>: when the attempt was made, in seconds since 1970.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary><c>webhook-signature</c>: signatures with their versions, one for each secret, with a space between them.</summary>
    public const string Signature = "webhook-signature";
}
