using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Records whatever is read as succeeded, and hands it out to be sent afterwards.</summary>
internal sealed class RecordedFirst(IDeliveryStore inner, TimeProvider clock) : DecoratedDeliveryStore(inner)
{
    public override async ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        var result = await base.ReadLanesAsync(read, cancellationToken);
        DeliveryOutcome[] outcomes = [.. result.Lanes.SelectMany(lane => lane.Due).Select(SucceededOf)];
        if (outcomes.Length > 0)
        {
            await RecordAsync(new OutcomeBatch { Outcomes = outcomes }, cancellationToken);
        }

        return result;
    }

    private DeliveryOutcome SucceededOf(DueDelivery due) => new()
    {
        Delivery = due.Id,
        Epoch = 0,
        Transition = DeliveryTransition.Succeed,
        At = clock.GetUtcNow(),
        Attempt = new DeliveryAttempt
        {
            Number = due.AttemptsMade + 1,
            StartedAt = clock.GetUtcNow(),
            Duration = TimeSpan.Zero,
            Outcome = AttemptOutcome.Succeeded,
        },
    };
}
