using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>Never records.</summary>
internal sealed class HeldRecords(IDeliveryStore inner) : DecoratedDeliveryStore(inner)
{
    public override async ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new RecordResult { Applied = [] };
    }
}
