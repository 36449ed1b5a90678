namespace WebhookKit.Storage;

/// <summary>What an instance owns now.</summary>
public sealed class LeaseGrant
{
    /// <summary>Every partition that the instance owns, each with its epoch.</summary>
    public required IReadOnlyList<PartitionLease> Leases { get; init; }

    /// <summary>How many partitions an instance should own: <c>ceil(partitions / live instances)</c>.</summary>
    public required int FairShare { get; init; }

    /// <summary>How many instances are live, this one included.</summary>
    public required int LiveInstances { get; init; }

    /// <summary>What the store's clock shows: the one that all instances have in common, by which leases expire.</summary>
    /// <remarks>
    /// Read while the call is under way, and after waiting for whatever it has to wait for. The caller carries it on by its monotonic
    /// clock and goes by it for all that the store keeps: what is due, when to try again, what is old.
    /// </remarks>
    public required DateTimeOffset StoreTime { get; init; }
}
