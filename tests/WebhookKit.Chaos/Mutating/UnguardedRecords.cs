using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Forges the attempt number that the guard asks for.</summary>
internal sealed class UnguardedRecords(IDeliveryStore inner, IHistoryStore history) : DecoratedDeliveryStore(inner)
{
    public override async ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        var forged = new List<DeliveryOutcome>();
        foreach (var outcome in batch.Outcomes)
        {
            var found = await history.FindDeliveryAsync(new DeliveryQuery { Id = outcome.Delivery }, cancellationToken);
            forged.Add(found is null ? outcome : WithNumber(outcome, found.Delivery.AttemptCount + 1));
        }

        return await base.RecordAsync(new OutcomeBatch { Outcomes = forged }, cancellationToken);
    }

    private static DeliveryOutcome WithNumber(DeliveryOutcome outcome, int number) => new()
    {
        Delivery = outcome.Delivery,
        Epoch = outcome.Epoch,
        Transition = outcome.Transition,
        DeadReason = outcome.DeadReason,
        At = outcome.At,
        Attempt = new DeliveryAttempt
        {
            Number = number,
            StartedAt = outcome.Attempt.StartedAt,
            Duration = outcome.Attempt.Duration,
            Outcome = outcome.Attempt.Outcome,
            StatusCode = outcome.Attempt.StatusCode,
            Error = outcome.Attempt.Error,
            ResponseExcerpt = outcome.Attempt.ResponseExcerpt,
            NextAttemptAt = outcome.Attempt.NextAttemptAt,
        },
    };
}
