namespace WebhookKit.Sqlite.Retention;

/// <summary>A delivery that is to be removed.</summary>
internal readonly record struct OldDelivery(byte[] Key, long Endpoint);
