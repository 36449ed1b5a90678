namespace WebhookKit.Storage;

/// <summary>One delivery to be made again by a job.</summary>
/// <param name="Original">The old one.</param>
/// <param name="Event">Its event.</param>
/// <param name="Replacement">The key of the new one: a new version 7 UUID.</param>
public readonly record struct JobReplay(DeliveryId Original, EventId Event, Guid Replacement);
