namespace WebhookKit.Storage;

/// <summary>What was removed.</summary>
public sealed class PurgeResult
{
    /// <summary>How many deliveries.</summary>
    public required int Deliveries { get; init; }

    /// <summary>How many events.</summary>
    public required int Events { get; init; }

    /// <summary>Whether the limit was reached and asking again at once may remove more.</summary>
    public required bool HasMore { get; init; }
}
