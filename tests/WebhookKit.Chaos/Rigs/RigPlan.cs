using WebhookKit.Chaos.Receiving;

namespace WebhookKit.Chaos.Rigs;

/// <summary>What stands around the faults of a scenario.</summary>
internal sealed record RigPlan
{
    public int Endpoints { get; init; } = 24;

    /// <summary>How many endpoints each owner has, and so how many get each event.</summary>
    public int FanOut { get; init; } = 1;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>How long an attempt may take; null for the default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The delays after failures; null for the default.</summary>
    public IReadOnlyList<TimeSpan>? Retries { get; init; }

    /// <summary>How many connections the database has for all, where it counts them.</summary>
    public int DatabaseConnections { get; init; } = 300;

    /// <summary>How the receiver answers at first.</summary>
    public ReceiverScript Script { get; init; } = new();

    /// <summary>The owners, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> EndpointsOf =>
        Enumerable.Range(0, Endpoints).Chunk(FanOut).Index().ToDictionary(owner => $"owner-{owner.Index}", owner => (IReadOnlyList<int>)owner.Item);

    /// <summary>How long until everything is done after the last fault.</summary>
    public TimeSpan DrainBar => Lease + TimeSpan.FromSeconds(10);
}
