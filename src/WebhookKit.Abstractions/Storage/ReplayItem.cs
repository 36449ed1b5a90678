namespace WebhookKit.Storage;

/// <summary>One delivery to be made again.</summary>
/// <param name="Original">The old one. May be in any state.</param>
/// <param name="Replacement">The key of the new one: a new version 7 UUID.</param>
public readonly record struct ReplayItem(DeliveryId Original, Guid Replacement);
