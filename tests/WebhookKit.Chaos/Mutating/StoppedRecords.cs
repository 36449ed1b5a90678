using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Records nothing more as soon as the host is asked to stop.</summary>
internal sealed class StoppedRecords(IDeliveryStore inner, CancellationToken stopping) : DecoratedDeliveryStore(inner)
{
    public override async ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        either.Token.ThrowIfCancellationRequested();
        return await base.RecordAsync(batch, either.Token);
    }
}
