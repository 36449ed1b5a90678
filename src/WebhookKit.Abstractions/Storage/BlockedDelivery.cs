namespace WebhookKit.Storage;

/// <summary>A delivery that is due, and waits for another with its ordering key.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="DueAt">When it became due.</param>
/// <param name="HeadDueAt">When the first with its ordering key is due, which may be past.</param>
public readonly record struct BlockedDelivery(DeliveryId Id, DateTimeOffset DueAt, DateTimeOffset HeadDueAt);
