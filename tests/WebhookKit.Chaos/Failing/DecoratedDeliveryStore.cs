using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>Passes everything on; what is to be different is overridden.</summary>
internal abstract class DecoratedDeliveryStore(IDeliveryStore inner) : IDeliveryStore
{
    public virtual ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default) =>
        inner.FindLanesAsync(search, cancellationToken);

    public virtual ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default) =>
        inner.ReadLanesAsync(read, cancellationToken);

    public virtual ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default) =>
        inner.RecordAsync(batch, cancellationToken);

    public virtual ValueTask PostponeAsync(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        inner.PostponeAsync(deliveries, until, cancellationToken);

    public virtual ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default) =>
        inner.CoalesceAsync(request, cancellationToken);
}
