namespace WebhookKit.Storage;

/// <summary>The head of one lane.</summary>
public sealed class LaneContents
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>Whether the endpoint exists.</summary>
    public required bool Exists { get; init; }

    /// <summary>The endpoint as it is now; null where it does not exist or its revision is the one the caller knows.</summary>
    public EndpointRecord? Changed { get; init; }

    /// <summary>
    /// What is due, ordered by due time and then by delivery key, but for what others wait for, which comes as soon as one of those does.
    /// Empty where the endpoint is disabled.
    /// </summary>
    public required IReadOnlyList<DueDelivery> Due { get; init; }

    /// <summary>
    /// What is due and waits for another, in the same order as <see cref="Due"/>. It takes room as what is due does, so that a long queue
    /// behind one delivery is not read in one go.
    /// </summary>
    public IReadOnlyList<BlockedDelivery> Blocked { get; init; } = [];

    /// <summary>The last of what was read, due or blocked, by its own place in the lane; null where nothing was.</summary>
    public LanePosition? ReadTo { get; init; }

    /// <summary>
    /// When the first delivery that is neither held nor returned is due, which may be now or past; null where there is none.
    /// </summary>
    public DateTimeOffset? NextDueAt { get; init; }
}
