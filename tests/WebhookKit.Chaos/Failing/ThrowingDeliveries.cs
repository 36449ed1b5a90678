using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

internal sealed class ThrowingDeliveries(IDeliveryStore inner, ChanceThrows throws) : DecoratedDeliveryStore(inner)
{
    public override ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default) =>
        throws.RunAsync("find lanes", () => base.FindLanesAsync(search, cancellationToken));

    public override ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default) =>
        throws.RunAsync("read lanes", () => base.ReadLanesAsync(read, cancellationToken));

    public override ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default) =>
        throws.RunAsync("record", () => base.RecordAsync(batch, cancellationToken));
}
