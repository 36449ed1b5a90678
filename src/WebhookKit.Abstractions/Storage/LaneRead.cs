namespace WebhookKit.Storage;

/// <summary>Which lanes to read.</summary>
public sealed class LaneRead
{
    /// <summary>The lanes, each at most once.</summary>
    public required IReadOnlyList<LaneRequest> Lanes { get; init; }

    /// <summary>Events that the caller has in memory. They may be left out of the answer.</summary>
    /// <value>Empty by default. Not changed while the read is under way.</value>
    public IReadOnlySet<EventId> KnownEvents { get; init; } = EmptyEvents;

    /// <summary>Only deliveries due at or before this moment are returned. It is the store's time, as its leases have said it.</summary>
    public required DateTimeOffset Now { get; init; }

    private static System.Collections.Frozen.FrozenSet<EventId> EmptyEvents { get; } = [];
}
