namespace WebhookKit.Dispatching;

/// <summary>A secret and until when it signs.</summary>
internal sealed record LaneSecret(WebhookSecret Secret, DateTimeOffset? ExpiresAt);
