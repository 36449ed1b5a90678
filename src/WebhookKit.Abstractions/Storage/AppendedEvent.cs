namespace WebhookKit.Storage;

/// <summary>What storing one event led to.</summary>
public sealed class AppendedEvent
{
    /// <summary>The event; for a duplicate or a conflict, the one that was stored before.</summary>
    public required EventId Id { get; init; }

    /// <summary>Whether it was stored.</summary>
    public required AppendOutcome Outcome { get; init; }

    /// <summary>The endpoints it was queued for by this call; empty unless it was stored.</summary>
    public IReadOnlyList<EndpointId> Endpoints { get; init; } = [];
}
