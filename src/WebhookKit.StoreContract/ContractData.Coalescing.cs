using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <content>What replaces older events.</content>
public sealed partial class ContractData
{
    /// <summary>An event with a coalescing key.</summary>
    public WebhookEvent Replacing(string coalescingKey, string? orderingKey = null, DateTimeOffset? createdAt = null)
    {
        var plain = Event(createdAt: createdAt);
        return new WebhookEvent
        {
            Id = plain.Id,
            Type = plain.Type,
            Payload = plain.Payload,
            CreatedAt = plain.CreatedAt,
            OrderingKey = orderingKey,
            CoalescingKey = coalescingKey,
        };
    }

    /// <summary>Asks to keep the last.</summary>
    public CoalesceRequest Coalescing(EndpointId endpoint, string coalescingKey, int limit = 100) =>
        new() { Endpoint = endpoint, CoalescingKey = coalescingKey, At = Later, Reason = "replaced", Actor = "library", Limit = limit };
}
