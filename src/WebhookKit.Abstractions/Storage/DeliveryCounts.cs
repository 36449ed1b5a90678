namespace WebhookKit.Storage;

/// <summary>How much is waiting and how much was given up.</summary>
public sealed class DeliveryCounts
{
    /// <summary>Deliveries without a recorded attempt.</summary>
    public required long Pending { get; init; }

    /// <summary>Deliveries that failed and will be tried again.</summary>
    public required long Failed { get; init; }

    /// <summary>Dead letters that have not been replayed.</summary>
    public required long Dead { get; init; }

    /// <summary>When the delivery that is due the longest became due; null where the queue is empty.</summary>
    public DateTimeOffset? OldestDueAt { get; init; }
}
