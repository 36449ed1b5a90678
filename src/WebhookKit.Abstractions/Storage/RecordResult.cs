namespace WebhookKit.Storage;

/// <summary>What recording led to.</summary>
public sealed class RecordResult
{
    /// <summary>For each outcome of the batch, in the same order, whether it applied (true) or was stale (false).</summary>
    public required IReadOnlyList<bool> Applied { get; init; }
}
