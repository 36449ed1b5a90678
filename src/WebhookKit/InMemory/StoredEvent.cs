namespace WebhookKit.InMemory;

/// <summary>An event, and how many deliveries refer to it.</summary>
internal sealed class StoredEvent
{
    // A copy: what the caller does to its buffers afterwards must not change what is signed and sent.
    public StoredEvent(WebhookEvent source) =>
        Event = new WebhookEvent
        {
            Id = source.Id,
            Type = source.Type,
            Owner = source.Owner,
            Payload = source.Payload.ToArray(),
            ContentType = source.ContentType,
            PayloadReference = source.PayloadReference,
            Metadata = source.Metadata.ToDictionary(),
            CreatedAt = source.CreatedAt,
            TraceParent = source.TraceParent,
            IdempotencyKey = source.IdempotencyKey,
            DeliverAt = source.DeliverAt,
            ExpiresAt = source.ExpiresAt,
            Retry = source.Retry,
            OrderingKey = source.OrderingKey,
            CoalescingKey = source.CoalescingKey,
            Endpoints = source.Endpoints?.ToArray(),
        };

    public WebhookEvent Event { get; }

    public int References { get; set; }
}
