using WebhookKit.Chaos.Receiving;

namespace WebhookKit.Chaos.Rigs;

/// <summary>What stands around the faults of a scenario.</summary>
internal sealed record RigPlan
{
    public int Endpoints { get; init; } = 24;

    /// <summary>How many endpoints each owner has, and so how many get each event.</summary>
    public int FanOut { get; init; } = 1;

    /// <summary>How many endpoints each owner has, where they do not all have as many as the fan-out.</summary>
    public IReadOnlyList<int>? EndpointsPerOwner { get; init; }

    /// <summary>The URLs of endpoints that are not at the receiver.</summary>
    public IReadOnlyDictionary<int, string> Elsewhere { get; init; } = new Dictionary<int, string>();

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the leases of an instance that has ended are waited for; null for as long as they last.</summary>
    public TimeSpan? Takeover { get; init; }

    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>How long an attempt may take; null for the default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The delays after failures; null for the default.</summary>
    public IReadOnlyList<TimeSpan>? Retries { get; init; }

    /// <summary>How many connections the database has for all, where it counts them.</summary>
    public int DatabaseConnections { get; init; } = 300;

    /// <summary>Whether the database has a clock of its own, where it is a server.</summary>
    public bool DatabaseHasClock { get; init; }

    /// <summary>What names resolve to for the hosts, instead of what the resolver says; null for the resolver.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    /// <summary>How many requests a host has under way at the most; null for the default.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>
    /// How long circuits stay open at first, and twice as long later on; null for none, so that every step of a schedule has its attempt.
    /// </summary>
    public TimeSpan? CircuitsOpenFor { get; init; }

    /// <summary>How the receiver answers at first.</summary>
    public ReceiverScript Script { get; init; } = new();

    /// <summary>The owners, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> EndpointsOf =>
        ChunkedEndpoints.Index().ToDictionary(owner => $"owner-{owner.Index}", owner => (IReadOnlyList<int>)owner.Item);

    /// <summary>How long a backlog takes that is there by intention.</summary>
    public TimeSpan Backlog { get; init; }

    /// <summary>How long until everything is done after the last fault.</summary>
    public TimeSpan DrainBar => (Takeover ?? Lease) + TimeSpan.FromSeconds(10) + Backlog;

    private IEnumerable<int[]> ChunkedEndpoints =>
        EndpointsPerOwner?.Select((count, owner) => Enumerable.Range(EndpointsPerOwner.Take(owner).Sum(), count).ToArray())
        ?? Enumerable.Range(0, Endpoints).Chunk(FanOut);
}
