using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Hogging;

namespace WebhookKit.Chaos.Delivering;

/// <summary>What one host is like; null leaves a default alone.</summary>
internal sealed record HostSettings
{
    public required StoreKind Store { get; init; }

    public required string Database { get; init; }

    /// <summary>Its name in the journals; another one for each start of a process.</summary>
    public required string Instance { get; init; }

    public bool Delivers { get; init; } = true;

    /// <summary>Whether it has pages of its own, too, as the applications have that the library is made for.</summary>
    public bool HasPages { get; init; }

    public TimeSpan? Lease { get; init; }

    public TimeSpan? RenewEvery { get; init; }

    public TimeSpan? PollInterval { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Whether it wakes others, and is woken, where the store can.</summary>
    public bool Notifies { get; init; } = true;

    public IReadOnlyList<TimeSpan>? Retries { get; init; }

    public int? MaxConcurrency { get; init; }

    /// <summary>How long circuits stay open at first, and twice as long later on; null for none.</summary>
    public TimeSpan? CircuitsOpenFor { get; init; }

    /// <summary>What names resolve to, empty for nothing; then what is looked up and dialed is counted, too. Null for the resolver of the system.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    /// <summary>Networks that deliveries may go to besides the loopback address.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>How far its wall clock is ahead; negative where it is behind.</summary>
    public TimeSpan ClockAhead { get; init; }

    public FailPoint FailPoint { get; init; }

    /// <summary>The pool that its own code shares with the library; null for one of the library's own.</summary>
    public SharedPool? SharedPool { get; init; }

    /// <summary>Where it writes down how long its store took; null for nowhere.</summary>
    public string? StoreTimes { get; init; }

    /// <summary>How long history is kept, dead letters twice as long, and how often what is older is removed.</summary>
    public TimeSpan? KeepHistory { get; init; }

    /// <summary>Which defect it has; null for none.</summary>
    public string? Mutant { get; init; }
}
