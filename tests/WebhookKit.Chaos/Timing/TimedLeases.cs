using System.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Timing;

/// <summary>Times the renewal of leases.</summary>
internal sealed class TimedLeases(ILeaseStore inner, StoreTimes times) : ILeaseStore
{
    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var grant = await inner.RenewAsync(renewal, cancellationToken);
        times.Note(StoreTimes.Renewals, startedAt);
        return grant;
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
