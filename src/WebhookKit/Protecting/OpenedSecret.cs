namespace WebhookKit.Protecting;

/// <summary>A secret and until when it signs.</summary>
internal sealed record OpenedSecret(WebhookSecret Secret, DateTimeOffset? ExpiresAt);
