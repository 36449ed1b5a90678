namespace WebhookKit.Storage;

/// <summary>An instance's request to own partitions.</summary>
public sealed class LeaseRenewal
{
    /// <summary>The instance; unique for each start of a process, at most 200 characters.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How long the leases last, from the database's now.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether free partitions may be taken, or only those already owned prolonged.</summary>
    /// <value>True by default; false while stopping.</value>
    public bool MayTake { get; init; } = true;
}
