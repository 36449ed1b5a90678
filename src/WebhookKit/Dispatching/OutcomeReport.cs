using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Says what was recorded: to the metrics, the log and the observers.</summary>
internal sealed partial class OutcomeReport(Observers observers, WebhookMetrics metrics, ILogger<OutcomeReport> logger)
{
    public void Recorded(PendingOutcome pending, bool applied)
    {
        var attempt = pending.Outcome.Attempt;
        if (!applied)
        {
            metrics.StaleOutcome();
            Log.Stale(logger, attempt.Number, pending.Delivery.Id);
            return;
        }

        switch (pending.Outcome.Transition)
        {
            case DeliveryTransition.Succeed:
                Log.Succeeded(logger, attempt.Number, pending.Delivery.Id);
                break;
            case DeliveryTransition.Retry:
                Log.Failed(logger, attempt.Number, pending.Delivery.Id, attempt.Outcome, attempt.StatusCode, attempt.NextAttemptAt);
                break;
            case DeliveryTransition.Filter:
                metrics.Filtered();
                Log.Filtered(logger, pending.Delivery.Id);
                break;
            default:
                metrics.DeadLettered();
                Log.DeadLettered(logger, pending.Delivery.Id, attempt.Number, attempt.Outcome, attempt.StatusCode);
                break;
        }

        observers.Recorded(pending);
    }
}
