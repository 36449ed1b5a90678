namespace WebhookKit.Storage;

/// <summary>A place in a lane, which is ordered by due time and then by delivery key.</summary>
/// <param name="DueAt">The due time.</param>
/// <param name="Key">The key of the delivery there.</param>
public readonly record struct LanePosition(DateTimeOffset DueAt, Guid Key);
