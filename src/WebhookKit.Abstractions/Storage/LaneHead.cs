namespace WebhookKit.Storage;

/// <summary>A lane that has something queued.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="DueAt">When its first delivery is due.</param>
public readonly record struct LaneHead(EndpointId Endpoint, DateTimeOffset DueAt);
