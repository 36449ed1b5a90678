namespace WebhookKit.Storage;

/// <summary>Which lanes to find.</summary>
public sealed class LaneSearch
{
    /// <summary>The partitions, from 0 to 63.</summary>
    public required IReadOnlyList<int> Partitions { get; init; }

    /// <summary>Only lanes whose first delivery is due at or before this moment, by the store's clock.</summary>
    public required DateTimeOffset DueBy { get; init; }
}
