using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Checking;

/// <summary>All that the checker goes by: what the producer and the receiver wrote down, what is in the database, and what was injected.</summary>
internal sealed class Evidence
{
    /// <summary>How many requests an instance has under way for an endpoint at the most, by default.</summary>
    public const int PlacesOfEndpoint = 8;

    public required IReadOnlyList<Publish> Publishes { get; init; }

    public required IReadOnlyList<Request> Requests { get; init; }

    public required StoredState Stored { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What the instances have warned of last. No verdict goes by it; it is told along with what nothing explains.</summary>
    public IReadOnlyList<InstanceWarning> Warnings { get; init; } = [];

    /// <summary>The endpoints of each owner: all of them are subscribed to everything.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> EndpointsOf { get; init; }
}
