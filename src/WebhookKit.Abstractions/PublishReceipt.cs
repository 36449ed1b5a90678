namespace WebhookKit;

/// <summary>What publishing an event led to.</summary>
public sealed class PublishReceipt
{
    /// <summary>The event; with an idempotency key that was used before, the first one.</summary>
    public required EventId EventId { get; init; }

    /// <summary>Whether the event had been stored before under the same idempotency key.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>How many endpoints the event was queued for by this call.</summary>
    public required int DeliveryCount { get; init; }
}
