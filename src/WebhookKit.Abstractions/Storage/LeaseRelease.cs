namespace WebhookKit.Storage;

/// <summary>Partitions that an instance gives back.</summary>
public sealed class LeaseRelease
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The partitions to give back.</summary>
    public required IReadOnlyList<int> Partitions { get; init; }

    /// <summary>Whether the instance is going away and no longer counts as live.</summary>
    public bool IsLeaving { get; init; }
}
