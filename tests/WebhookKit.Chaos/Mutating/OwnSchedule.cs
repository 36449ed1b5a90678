using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Says that the store's clock shows what the clock of this machine does.</summary>
internal sealed class OwnSchedule(ILeaseStore inner, TimeProvider clock) : ILeaseStore
{
    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var grant = await inner.RenewAsync(renewal, cancellationToken);
        return new LeaseGrant { Leases = grant.Leases, FairShare = grant.FairShare, LiveInstances = grant.LiveInstances, StoreTime = clock.GetUtcNow() };
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
