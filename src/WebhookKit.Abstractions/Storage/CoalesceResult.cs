namespace WebhookKit.Storage;

/// <summary>What is left of pending deliveries with the same coalescing key.</summary>
/// <param name="Last">The one that was queued last, which stays; null where none is pending.</param>
/// <param name="Replaced">How many were cancelled.</param>
public readonly record struct CoalesceResult(DeliveryId? Last, int Replaced);
