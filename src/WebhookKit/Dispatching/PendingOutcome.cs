using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>An outcome on its way to the database.</summary>
/// <param name="Lane">Where it belongs.</param>
/// <param name="Delivery">What was sent.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="ReasonToDisable">Why the endpoint is to be disabled afterwards; null where it is not.</param>
internal sealed record PendingOutcome(Lane Lane, QueuedDelivery Delivery, DeliveryOutcome Outcome, string? ReasonToDisable)
{
    /// <summary>Whether the endpoint had all the attempts of a delivery, and does not ask for nothing more.</summary>
    public bool IsGivenUp => Outcome.Transition == DeliveryTransition.GiveUp && ReasonToDisable is null;

    /// <summary>Whether it has ended without a request, because of the filter of its endpoint.</summary>
    public bool IsFiltered => Outcome.Transition == DeliveryTransition.Filter;

    /// <summary>The outcome without anything that came from outside, for a database that refuses its text.</summary>
    public DeliveryOutcome Plain => new()
    {
        Delivery = Outcome.Delivery,
        Epoch = Outcome.Epoch,
        At = Outcome.At,
        Transition = Outcome.Transition,
        DeadReason = Outcome.DeadReason,
        Attempt = new DeliveryAttempt
        {
            Number = Outcome.Attempt.Number,
            StartedAt = Outcome.Attempt.StartedAt,
            Duration = Outcome.Attempt.Duration,
            Outcome = Outcome.Attempt.Outcome,
            StatusCode = Outcome.Attempt.StatusCode,
            NextAttemptAt = Outcome.Attempt.NextAttemptAt,
        },
    };
}
