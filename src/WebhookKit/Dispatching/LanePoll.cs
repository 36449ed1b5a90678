using WebhookKit.Diagnostics;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Asks the store which lanes have something due that nobody has said, and sees how long the oldest of it has waited.</summary>
internal sealed class LanePoll(
    IDeliveryStore store, OwnedPartitions owned, LaneTable lanes, DispatchOptions options, StoreClock storeClock, TimeProvider clock, EngineVitals vitals)
{
    private long? _polledAt;

    /// <summary>How long until the next one; nothing where the last one did not end well.</summary>
    /// <remarks>By the monotonic clock: one that is set back must not put polling off.</remarks>
    public TimeSpan UntilNext => _polledAt is { } polledAt ? options.PollInterval - clock.GetElapsedTime(polledAt) : TimeSpan.Zero;

    public async Task RunAsync(CancellationToken stopping)
    {
        _polledAt = null;
        await PollAsync(stopping).ConfigureAwait(false);
        _polledAt = clock.GetTimestamp();
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        var partitions = owned.List();
        if (partitions.Count == 0)
        {
            vitals.Polled(null);
            return;
        }

        var now = storeClock.Now;
        var dueBy = now + options.PollInterval;
        var found = await store.FindLanesAsync(new LaneSearch { Partitions = partitions, DueBy = dueBy }, stopping).ConfigureAwait(false);
        var (oldest, behind) = (now, default(EndpointId));
        foreach (var head in found.Lanes)
        {
            if (lanes.Find(head.Endpoint, create: true) is { } lane)
            {
                lane.Found(head.DueAt, dueBy, now);
                lanes.Place(lane, now);
                var plan = lane.PlanAt(now);
                var mustWait = plan.ReadAt > now || plan.IsKept;
                (oldest, behind) = head.DueAt < oldest && !mustWait ? (head.DueAt, head.Endpoint) : (oldest, behind);
            }
        }

        vitals.Polled(oldest < now ? now - oldest : null, behind, oldest);
    }
}
