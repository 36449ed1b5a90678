namespace WebhookKit;

/// <summary>One event for one endpoint, and where it stands.</summary>
public sealed class WebhookDelivery
{
    /// <summary>The id.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>The event.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The type of the event.</summary>
    public required string EventType { get; init; }

    /// <summary>The tenant of the event and of the endpoint.</summary>
    public required string Owner { get; init; }

    /// <summary>Where the delivery stands.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>How many attempts were recorded.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>When the delivery was created, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the next attempt is due, in UTC; null once the delivery has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the delivery ended, in UTC; null while it is pending.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was given up; null unless it is dead.</summary>
    public DeadLetterReason? DeadReason { get; init; }

    /// <summary>Why it was cancelled; null unless it is cancelled.</summary>
    public string? CancelReason { get; init; }

    /// <summary>Who cancelled it; null unless it is cancelled.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>The delivery that this one repeats; null for a first delivery.</summary>
    public DeliveryId? ReplayOf { get; init; }

    /// <summary>
    /// The newest delivery that repeats this one, or the one that has replaced it (<see cref="PublishOptions.CoalescingKey"/>); null unless it is dead
    /// or cancelled and either has happened.
    /// </summary>
    public DeliveryId? ReplayedAs { get; init; }
}
