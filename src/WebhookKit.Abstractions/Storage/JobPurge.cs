namespace WebhookKit.Storage;

/// <summary>Which jobs to remove.</summary>
public sealed class JobPurge
{
    /// <summary>Those that ended before this moment.</summary>
    public required DateTimeOffset EndedBefore { get; init; }

    /// <summary>How many at the most.</summary>
    public required int Limit { get; init; }
}
