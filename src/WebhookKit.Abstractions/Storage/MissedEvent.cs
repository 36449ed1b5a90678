namespace WebhookKit.Storage;

/// <summary>An event that an endpoint has no delivery of, and that does not leave it out.</summary>
/// <param name="Id">The event.</param>
/// <param name="Type">Its type.</param>
/// <param name="CreatedAt">When it was published, in UTC.</param>
/// <param name="DeliverAt"><inheritdoc cref="WebhookEvent.DeliverAt" path="/summary" /></param>
/// <param name="ExpiresAt"><inheritdoc cref="WebhookEvent.ExpiresAt" path="/summary" /></param>
public readonly record struct MissedEvent(
    EventId Id, string Type, DateTimeOffset CreatedAt, DateTimeOffset? DeliverAt = null, DateTimeOffset? ExpiresAt = null);
