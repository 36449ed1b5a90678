using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Leases end in the database long before the instance thinks that they do.</summary>
internal sealed class ShortLeases(ILeaseStore inner) : ILeaseStore
{
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(200);

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default) =>
        inner.RenewAsync(new LeaseRenewal { InstanceId = renewal.InstanceId, Duration = Duration, MayTakeLate = renewal.MayTakeLate }, cancellationToken);

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
