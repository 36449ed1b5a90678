namespace WebhookKit.Signing;

/// <summary>The header names of Standard Webhooks 1.0.0.</summary>
internal static class StandardWebhooksHeaders
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";
}
