namespace WebhookKit;

/// <summary>A delivery with its log.</summary>
public sealed class DeliveryDetails
{
    /// <summary>The delivery.</summary>
    public required WebhookDelivery Delivery { get; init; }

    /// <summary>Its attempts, in the order of their numbers and then of their start.</summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
}
