using System.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>
/// Holds every outcome until another instance has finished the same delivery, and only then records it: the exact order that a
/// guard is for. Once anything is held, leases are not renewed until everything has been done for a while: what it sent under an earlier
/// lease and what it would send under the next one would be held together.
/// </summary>
internal sealed class LateRecords(IDeliveryStore inner, ILeaseStore leases, IHistoryStore history) : DecoratedDeliveryStore(inner), ILeaseStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Between two events that are published one after the other nothing may be open for a moment, on a slow machine for a longer one.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private int _held;
    private bool _hasHeld;

    public override async ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _held);
        Volatile.Write(ref _hasHeld, true);
        try
        {
            foreach (var outcome in batch.Outcomes)
            {
                while (!await HasEndedAsync(outcome.Delivery, cancellationToken))
                {
                    await Task.Delay(Pause, cancellationToken);
                }
            }

            return await base.RecordAsync(batch, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }

    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var quietSince = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _hasHeld) && Stopwatch.GetElapsedTime(quietSince) < Quiet)
        {
            await Task.Delay(Pause, cancellationToken);
            if (Volatile.Read(ref _held) > 0 || await IsAnythingOpenAsync(cancellationToken))
            {
                quietSince = Stopwatch.GetTimestamp();
            }
        }

        Volatile.Write(ref _hasHeld, false);
        return await leases.RenewAsync(renewal, cancellationToken);
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => leases.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => leases.FindHolderAsync(partition, cancellationToken);

    private async Task<bool> IsAnythingOpenAsync(CancellationToken cancellationToken) =>
        await HasAnyAsync(DeliveryStatus.Pending, cancellationToken) || await HasAnyAsync(DeliveryStatus.Failed, cancellationToken);

    private async Task<bool> HasAnyAsync(DeliveryStatus status, CancellationToken cancellationToken) =>
        (await history.ListDeliveriesAsync(new DeliveryListQuery { Status = status, Limit = 1 }, cancellationToken)).Items.Count > 0;

    private async Task<bool> HasEndedAsync(DeliveryId delivery, CancellationToken cancellationToken) =>
        await history.FindDeliveryAsync(new DeliveryQuery { Id = delivery }, cancellationToken) is { Delivery.Status: not (DeliveryStatus.Pending or DeliveryStatus.Failed) };
}
