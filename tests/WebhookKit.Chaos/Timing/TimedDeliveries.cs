using System.Diagnostics;
using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Timing;

/// <summary>Times the reading of lanes.</summary>
internal sealed class TimedDeliveries(IDeliveryStore inner, StoreTimes times) : DecoratedDeliveryStore(inner)
{
    public override async ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var result = await base.ReadLanesAsync(read, cancellationToken);
        times.Note(StoreTimes.Reads, startedAt);
        return result;
    }
}
