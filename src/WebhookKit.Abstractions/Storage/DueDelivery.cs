namespace WebhookKit.Storage;

/// <summary>A queue row that is due.</summary>
public sealed class DueDelivery
{
    /// <summary>The delivery.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>The event to send.</summary>
    public required EventId EventId { get; init; }

    /// <summary>How many attempts were recorded; the next one is this plus one.</summary>
    public required int AttemptsMade { get; init; }

    /// <summary>When it became due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What it is in order with; null where it waits for nothing, empty where the whole endpoint is in order.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>Its number among those with its ordering key, beginning with 1; 0 where it has no such key.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether it repeats another delivery: somebody has asked for it, and it is sent whatever the endpoint's filter says.</summary>
    public bool IsReplay { get; init; }
}
