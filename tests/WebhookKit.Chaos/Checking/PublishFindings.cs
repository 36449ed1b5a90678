namespace WebhookKit.Chaos.Checking;

/// <summary>What became of what was published.</summary>
internal sealed record PublishFindings
{
    public int Ok { get; init; }

    public int RolledBack { get; init; }

    public int Unknown { get; init; }

    /// <summary>Deliveries of accepted events that reached nobody and are no dead letters that people can see.</summary>
    public int Lost { get; init; }

    /// <summary>Events that were rolled back, and are stored or were sent all the same.</summary>
    public int Ghosts { get; init; }

    /// <summary>Publishes that are stored more than once.</summary>
    public int StoredTwice { get; init; }

    /// <summary>Accepted publishes that are stored exactly once.</summary>
    public int StoredOnce { get; init; }

    /// <summary>Transactions of the host of which only the order or only the event is there.</summary>
    public int TornTransactions { get; init; }

    /// <summary>Publishes that arrived under an id which is not the event's.</summary>
    public int ChangedIds { get; init; }

    /// <summary>Some of what is wrong, by name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
