using WebhookKit.Retrying;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Decides where a delivery goes after an attempt. Pure.</summary>
internal static class OutcomeRules
{
    private const int Gone = 410;

    /// <summary>Why the endpoint wants nothing more; null where it does not say so.</summary>
    public static string? ReasonToDisable(SendResult result) =>
        result.StatusCode == Gone ? "The endpoint answered 410 Gone."
        : result.Directive == DeliveryDirective.Disable ? "The endpoint asked to be disabled, by the webhook-delivery header of its answer."
        : null;

    /// <summary>Decides.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="result">What came back.</param>
    /// <param name="policy">When to try again.</param>
    /// <param name="ordering">What the endpoint receives in order.</param>
    /// <param name="epoch">The epoch of the lease it was sent under.</param>
    /// <param name="startedAt">The beginning of the attempt.</param>
    /// <param name="now">The end of the attempt.</param>
    public static DeliveryOutcome Decide(QueuedDelivery delivery, SendResult result, IRetryPolicy policy, EndpointOrdering? ordering, long epoch, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var number = delivery.Row.AttemptsMade + 1;
        var succeeded = result.Outcome == AttemptOutcome.Succeeded;
        var filtered = result.Outcome == AttemptOutcome.Filtered;
        var aborted = !succeeded && result.Directive == DeliveryDirective.Abort;
        var isTooLate = result.Outcome == AttemptOutcome.Expired;
        var delay = succeeded || filtered || aborted || isTooLate ? null : OrderRules.DelayOf(delivery, result, ordering, DelayOf(delivery, result, policy, number, now));
        if (delivery.Event.ExpiresAt <= now + delay)
        {
            (delay, isTooLate) = (null, true);
        }

        var usesUp = succeeded || (!filtered && delay is null);
        return new DeliveryOutcome
        {
            Delivery = delivery.Id,
            OrderingKey = usesUp ? delivery.Row.OrderingKey : null,
            Sequence = delivery.Row.Sequence,
            Epoch = epoch,
            At = now,
            Transition = succeeded ? DeliveryTransition.Succeed
                : filtered ? DeliveryTransition.Filter
                : delay is null ? DeliveryTransition.GiveUp
                : DeliveryTransition.Retry,
            DeadReason = succeeded || filtered || delay is not null ? null
                : aborted ? DeadLetterReason.AbortedByReceiver
                : isTooLate ? DeadLetterReason.Expired
                : DeadLetterReason.AttemptsExhausted,
            Attempt = new DeliveryAttempt
            {
                Number = number,
                StartedAt = startedAt,
                Duration = result.Duration,
                Outcome = result.Outcome,
                StatusCode = result.StatusCode,
                Error = result.Error,
                ResponseExcerpt = result.ResponseExcerpt,
                NextAttemptAt = now + delay,
            },
        };
    }

    // Never earlier than the policy says, nor than the receiver asked for.
    private static TimeSpan? DelayOf(QueuedDelivery delivery, SendResult result, IRetryPolicy policy, int number, DateTimeOffset now)
    {
        var delay = policy.Decide(new RetryContext
        {
            AttemptNumber = number,
            Outcome = result.Outcome,
            StatusCode = result.StatusCode,
            RetryAfter = result.RetryAfter,
            Age = now - EventTerms.BeginOf(delivery.Event),
            Random = SpreadOf(delivery.Id, number),
        }).Delay;
        return delay is { } wait && result.RetryAfter > wait ? result.RetryAfter : delay;
    }

    // Jitter needs to differ between deliveries, not to be unpredictable.
    private static double SpreadOf(DeliveryId delivery, int number) => (uint)HashCode.Combine(delivery, number) / (uint.MaxValue + 1.0);
}
