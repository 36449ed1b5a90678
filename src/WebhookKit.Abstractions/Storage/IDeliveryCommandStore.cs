namespace WebhookKit.Storage;

/// <summary>What people do to deliveries. Every change is written together with its audit entry, or not at all.</summary>
public interface IDeliveryCommandStore
{
    /// <summary>
    /// Creates new deliveries of the events of old ones, to the same endpoints. The old ones stay as they are; what is dead
    /// or cancelled notes the delivery it was replayed as.
    /// </summary>
    /// <remarks>Replaying again with the same replacement, after an answer was lost, creates nothing more.</remarks>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ReplayResult> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken = default);

    /// <summary>Cancels a pending delivery. A request that is under way is not called back, and its outcome will be stale.</summary>
    /// <param name="request">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<CancelOutcome> CancelAsync(CancelRequest request, CancellationToken cancellationToken = default);
}
