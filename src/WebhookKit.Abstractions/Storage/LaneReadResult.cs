namespace WebhookKit.Storage;

/// <summary>The heads of lanes.</summary>
public sealed class LaneReadResult
{
    /// <summary>One entry for each lane asked for, in no promised order.</summary>
    public required IReadOnlyList<LaneContents> Lanes { get; init; }

    /// <summary>The events that the deliveries of all lanes refer to, each once; those that the caller knows may be missing.</summary>
    public required IReadOnlyDictionary<EventId, WebhookEvent> Events { get; init; }
}
