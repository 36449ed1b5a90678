namespace WebhookKit.Storage;

/// <summary>What replaying led to.</summary>
public sealed class ReplayResult
{
    /// <summary>One entry for each item of the request, in the same order.</summary>
    public required IReadOnlyList<ReplayOutcome> Items { get; init; }
}
