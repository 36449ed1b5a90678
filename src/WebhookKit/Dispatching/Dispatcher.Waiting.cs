using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <content>What is done with a delivery for which no request is made: it is replaced, waits, or is left for whoever reads it again.</content>
internal sealed partial class Dispatcher
{
    private async ValueTask<bool> IsLastAsync(Lane lane, QueuedDelivery delivery, string coalescingKey)
    {
        try
        {
            if (await coalescer.IsLastAsync(delivery, coalescingKey, _cut.Token).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch
        {
            lane.NothingSent();
            owned.Leave(lane.Id.Partition);
            Abandon(lane, delivery);
            throw;
        }

        lane.NothingSent();
        owned.Leave(lane.Id.Partition);
        Leave(lane, delivery, dueAt: null);
        return false;
    }

    // What is not for the endpoint to mend: its operator's keys or proxy, or too many look-ups at once.
    private static TimeSpan? PauseAfter(Lane lane, SendResult result) => result switch
    {
        { WaitsForSecrets: true } => SigningWatch.Pause,
        { Outcome: AttemptOutcome.DnsBusy } => Spread(lane, BusyPause),
        { Outcome: AttemptOutcome.ProxyUnavailable } => Spread(lane, ProxyPause),
        _ => null,
    };

    // A little different for each lane, so that those which had to wait do not all come back together.
    private static TimeSpan Spread(Lane lane, TimeSpan pause) => pause + TimeSpan.FromMilliseconds((uint)lane.Id.GetHashCode() % pause.TotalMilliseconds);

    // Nothing was asked of the endpoint: no attempt is recorded, and what it has in order stays in order.
    private void Wait(Lane lane, QueuedDelivery delivery, AttemptOutcome outcome, DateTimeOffset until)
    {
        budget.Return(lane.WaitUntil(until));
        owned.Leave(lane.Id.Partition);
        Log.Postponed(logger, delivery.Id, until, outcome);
        Leave(lane, delivery, until);
    }

    // Not at once: while the leases cannot be renewed, reading again and again would not help.
    private void Abandon(Lane lane, QueuedDelivery delivery) => Leave(lane, delivery, storeClock.Now + AbandonedPause);

    private void Leave(Lane lane, QueuedDelivery delivery, DateTimeOffset? dueAt)
    {
        lane.Settle(delivery, dueAt);
        budget.Return(delivery);

        // What else it has in memory waits for nothing but its turn: nobody reads a lane that has enough.
        line.Offer(lane);
        signal.LookAt(lane.Id);
    }
}
