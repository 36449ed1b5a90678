using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>A lease store whose renewals can be made to fail.</summary>
internal sealed class FaultyLeaseStore(ILeaseStore store) : ILeaseStore
{
    private volatile bool _failRenewing;

    public bool FailRenewing
    {
        set => _failRenewing = value;
    }

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default) =>
        _failRenewing ? throw new WebhookStoreException("The database is away.", isTransient: true) : store.RenewAsync(renewal, cancellationToken);

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => store.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => store.FindHolderAsync(partition, cancellationToken);
}
