using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>
/// Holds every outcome until another instance has finished the same delivery, and only then records it: the exact order that a
/// guard is for. As long as anything is held, leases are not renewed.
/// </summary>
internal sealed class LateRecords(IDeliveryStore inner, ILeaseStore leases, IHistoryStore history) : DecoratedDeliveryStore(inner), ILeaseStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private int _held;

    public override async ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _held);
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
        while (Volatile.Read(ref _held) > 0)
        {
            await Task.Delay(Pause, cancellationToken);
        }

        return await leases.RenewAsync(renewal, cancellationToken);
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => leases.ReleaseAsync(release, cancellationToken);

    private async Task<bool> HasEndedAsync(DeliveryId delivery, CancellationToken cancellationToken) =>
        await history.FindDeliveryAsync(new DeliveryQuery { Id = delivery }, cancellationToken) is { Delivery.Status: not (DeliveryStatus.Pending or DeliveryStatus.Failed) };
}
