using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

internal sealed class ThrowingLeases(ILeaseStore inner, ChanceThrows throws) : ILeaseStore
{
    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default) =>
        throws.RunAsync("renew", () => inner.RenewAsync(renewal, cancellationToken));

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
