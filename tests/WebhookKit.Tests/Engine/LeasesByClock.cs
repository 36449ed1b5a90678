using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>The leases of a database whose clock is that of the host: where the host's is moved by hand, so is the schedule.</summary>
internal sealed class LeasesByClock(ILeaseStore store, TimeProvider clock) : ILeaseStore
{
    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var grant = await store.RenewAsync(renewal, cancellationToken);
        return new LeaseGrant { Leases = grant.Leases, FairShare = grant.FairShare, LiveInstances = grant.LiveInstances, StoreTime = clock.GetUtcNow() };
    }

    public async ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => new()
    {
        InstanceId = (await store.FindHolderAsync(partition, cancellationToken)).InstanceId,
        StoreTime = clock.GetUtcNow(),
    };

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => store.ReleaseAsync(release, cancellationToken);
}
