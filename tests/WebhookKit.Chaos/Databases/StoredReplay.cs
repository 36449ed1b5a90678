namespace WebhookKit.Chaos.Databases;

/// <summary>A delivery that repeats another one.</summary>
/// <param name="Delivery">The new one.</param>
/// <param name="Original">The old one.</param>
internal readonly record struct StoredReplay(StoredDelivery Delivery, StoredDelivery Original);
