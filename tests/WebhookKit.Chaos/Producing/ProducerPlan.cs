using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Delivering;

namespace WebhookKit.Chaos.Producing;

/// <summary>What a producer does.</summary>
internal sealed record ProducerPlan
{
    public required StoreKind Store { get; init; }

    /// <summary>How it reaches the database, perhaps by way of a proxy.</summary>
    public required string Database { get; init; }

    public required string Journal { get; init; }

    public required int Events { get; init; }

    public required int Seed { get; init; }

    /// <summary>The owners that events are spread over.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    /// <summary>Whether each owner gets the same number of events, and not one by chance.</summary>
    public bool SpreadsEvenly { get; init; }

    /// <summary>What is chosen from by chance; naming one twice doubles its share.</summary>
    public required IReadOnlyList<PublishMode> Modes { get; init; }

    public int Publishers { get; init; } = 16;

    /// <summary>How many events are published together: all of them are stored, or none.</summary>
    public int Together { get; init; } = 1;

    /// <summary>Whether to try again, as the same event, until it is known to be stored.</summary>
    public bool Retries { get; init; }

    /// <summary>What it delivers as, in the same process; null where it only publishes.</summary>
    public HostSettings? Delivering { get; init; }

    /// <summary>How far its wall clock is ahead; negative where it is behind.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>What the keys of its publishes begin with.</summary>
    public string Name { get; init; } = "p";
}
