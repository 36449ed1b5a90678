namespace WebhookKit.InMemory;

/// <summary>A delivery with its log, wherever it stands.</summary>
internal sealed class StoredDelivery
{
    public required DeliveryId Id { get; init; }

    public required StoredEvent Event { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DeliveryId? ReplayOf { get; init; }

    /// <summary>Its place in the lane. Changed by <see cref="DeliveryQueue"/> alone.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>What it is in order with; null where it waits for nothing.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>What it tells the latest state of; null where it replaces nothing.</summary>
    public string? CoalescingKey { get; init; }

    /// <summary>Its place among those with its ordering key, or its coalescing key.</summary>
    public long Position { get; init; }

    public DeliveryStatus Status { get; set; }

    public int AttemptsMade { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DeadLetterReason? DeadReason { get; set; }

    public string? CancelReason { get; set; }

    public string? CancelledBy { get; set; }

    public DeliveryId? ReplayedAs { get; set; }

    public List<LoggedAttempt> Attempts { get; } = [];

    public bool IsPending => Status is DeliveryStatus.Pending or DeliveryStatus.Failed;

    public bool BelongsTo(string? owner) => owner is null || Event.Event.Owner == owner;

    public WebhookDelivery ToDelivery() =>
        new()
        {
            Id = Id,
            EventId = Event.Event.Id,
            EventType = Event.Event.Type,
            Owner = Event.Event.Owner,
            Status = Status,
            AttemptCount = AttemptsMade,
            CreatedAt = CreatedAt,
            NextAttemptAt = IsPending ? DueAt : null,
            EndedAt = EndedAt,
            DeadReason = DeadReason,
            CancelReason = CancelReason,
            CancelledBy = CancelledBy,
            ReplayOf = ReplayOf,
            ReplayedAs = ReplayedAs,
        };
}
