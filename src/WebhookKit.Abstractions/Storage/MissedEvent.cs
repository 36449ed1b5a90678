namespace WebhookKit.Storage;

/// <summary>An event that an endpoint has no delivery of.</summary>
/// <param name="Id">The event.</param>
/// <param name="Type">Its type.</param>
/// <param name="CreatedAt">When it was published, in UTC.</param>
public readonly record struct MissedEvent(EventId Id, string Type, DateTimeOffset CreatedAt);
