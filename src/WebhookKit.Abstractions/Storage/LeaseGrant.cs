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

    /// <summary>The database's clock, to notice a clock that is wrong.</summary>
    public required DateTimeOffset StoreTime { get; init; }
}
