using System.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Timing;

/// <summary>Times the steps that removed something.</summary>
internal sealed class TimedRetention(IRetentionStore inner, StoreTimes times) : IRetentionStore
{
    public async ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var result = await inner.PurgeAsync(request, cancellationToken);
        if (result.Deliveries + result.Events > 0)
        {
            times.Note(StoreTimes.Purges, startedAt);
        }

        return result;
    }
}
