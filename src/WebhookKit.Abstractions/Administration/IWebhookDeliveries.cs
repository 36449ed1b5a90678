using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Replays and cancels deliveries: what the HTTP API does, for code. Read them with <see cref="IHistoryStore"/>.</summary>
/// <remarks>
/// Thread-safe; a singleton. Every method throws <see cref="WebhookStoreException"/> when the database does not answer.
/// Every change is written to the audit log.
/// </remarks>
public interface IWebhookDeliveries
{
    /// <summary>Delivers the event of a delivery again, to the same endpoint, as a new delivery with the same <c>webhook-id</c>.</summary>
    /// <remarks>An event that has expired is not sent again (<see cref="ReplayOutcome.EventExpired"/>): whoever published it wanted that.</remarks>
    /// <param name="id">The old delivery, in any state.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ReplayedDelivery> ReplayAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Says why a delivery was sent or not, what it waits for, and what comes next.</summary>
    /// <param name="id">The delivery, in any state.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The explanation, or null where there is no such delivery.</returns>
    Task<DeliveryExplanation?> ExplainAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Cancels a pending delivery.</summary>
    /// <param name="id">The delivery.</param>
    /// <param name="reason">Why, for people; at most 500 characters.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<CancelOutcome> CancelAsync(DeliveryId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Replays dead letters that have not been replayed yet, newest first, up to a number in one call.</summary>
    /// <param name="selection">Which ones.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting; what was replayed until then stays.</param>
    Task<DeadLetterReplayResult> ReplayDeadLettersAsync(DeadLetterSelection selection, WebhookCaller caller, CancellationToken cancellationToken = default);
}
