namespace WebhookKit.Observing;

/// <summary>An attempt that was recorded.</summary>
public sealed class AttemptObservation
{
    /// <summary>The delivery.</summary>
    public required DeliveryId Delivery { get; init; }

    /// <summary>The event.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The type of the event.</summary>
    public required string EventType { get; init; }

    /// <summary>The tenant.</summary>
    public required string Owner { get; init; }

    /// <summary>The attempt.</summary>
    public required DeliveryAttempt Attempt { get; init; }
}
