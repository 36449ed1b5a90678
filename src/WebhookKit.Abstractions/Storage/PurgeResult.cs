namespace WebhookKit.Storage;

/// <summary>What was removed.</summary>
public sealed class PurgeResult
{
    /// <summary>How many deliveries.</summary>
    public required int Deliveries { get; init; }

    /// <summary>How many events.</summary>
    public required int Events { get; init; }

    /// <summary>Where the next step is to begin; null when all that is old has been looked at.</summary>
    public required Guid? Next { get; init; }
}
