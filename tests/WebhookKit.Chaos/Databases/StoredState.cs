namespace WebhookKit.Chaos.Databases;

/// <summary>Everything in a database that the checker looks at.</summary>
internal sealed class StoredState
{
    public IReadOnlyList<StoredEvent> Events { get; init; } = [];

    public IReadOnlyList<StoredDelivery> Queue { get; init; } = [];

    public IReadOnlyList<StoredDelivery> DeadLetters { get; init; } = [];

    public IReadOnlyList<StoredDelivery> Cancellations { get; init; } = [];

    public IReadOnlyList<StoredAttempt> Attempts { get; init; } = [];

    /// <summary>Rows of the host's own, by the key of the publish in whose transaction they were written.</summary>
    public IReadOnlySet<string> Orders { get; init; } = new HashSet<string>();
}
