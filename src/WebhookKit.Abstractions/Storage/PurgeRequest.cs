namespace WebhookKit.Storage;

/// <summary>
/// What to remove. An event goes when no delivery refers to it and it was created before the later of the two moments. Both are by the
/// store's clock.
/// </summary>
public sealed class PurgeRequest
{
    /// <summary>Deliveries created before this moment that succeeded or were cancelled; null to keep all.</summary>
    public DateTimeOffset? EndedBefore { get; init; }

    /// <summary>Deliveries created before this moment that are dead letters; null to keep all.</summary>
    public DateTimeOffset? DeadBefore { get; init; }

    /// <summary>How many deliveries and how many events at the most, each.</summary>
    public required int Limit { get; init; }
}
