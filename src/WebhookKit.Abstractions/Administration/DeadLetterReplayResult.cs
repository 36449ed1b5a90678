namespace WebhookKit.Administration;

/// <summary>What replaying dead letters led to.</summary>
public sealed class DeadLetterReplayResult
{
    /// <summary>How many new deliveries were created.</summary>
    public required int Replayed { get; init; }

    /// <summary>How many were passed over because their endpoint is disabled or deleted, or their event has expired.</summary>
    public required int Skipped { get; init; }

    /// <summary>Whether dead letters that match are left; call again to go on.</summary>
    public required bool HasMore { get; init; }
}
