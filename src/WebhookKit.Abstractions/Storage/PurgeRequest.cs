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

    /// <summary>How many deliveries and how many events at the most, each; and how many events to look at.</summary>
    public required int Limit { get; init; }

    /// <summary>The key to begin at, which is that of an event or of a delivery. The beginning of all by default.</summary>
    /// <value><see cref="PurgeResult.Next"/> of the step before, so that what has to stay is looked at once and not by every step.</value>
    public Guid From { get; init; }
}
