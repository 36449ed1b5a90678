using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Says that every partition was granted, whoever has it.</summary>
internal sealed class GreedyLeases(ILeaseStore inner) : ILeaseStore
{
    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var grant = await inner.RenewAsync(renewal, cancellationToken);
        var granted = grant.Leases.ToDictionary(lease => lease.Partition, lease => lease.Epoch);
        return new LeaseGrant
        {
            Leases = [.. Enumerable.Range(0, EndpointId.PartitionCount).Select(partition => new PartitionLease(partition, granted.GetValueOrDefault(partition)))],
            FairShare = EndpointId.PartitionCount,
            LiveInstances = grant.LiveInstances,
            StoreTime = grant.StoreTime,
        };
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
