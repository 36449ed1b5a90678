namespace WebhookKit.Storage;

/// <summary>
/// The hot path: which lanes have work, what is due in them, and what became of it. Called only by the instance that owns
/// the partitions asked for; nothing is written to claim a delivery.
/// </summary>
/// <remarks>All times that it is given or answers are by the store's clock, which <see cref="LeaseGrant.StoreTime"/> says.</remarks>
public interface IDeliveryStore
{
    /// <summary>
    /// Finds the lanes of some partitions that have something due before a moment, but for those of paused endpoints.
    /// </summary>
    /// <remarks>
    /// Its cost may grow with the number of lanes that have something queued, but neither with the number of idle endpoints
    /// nor with the length of any lane's queue.
    /// </remarks>
    /// <param name="search">Which partitions, and until when.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the head of each lane asked for, ordered by due time and then by delivery key, with the events and, where
    /// they have changed, the endpoints. A lane that is not asked for costs nothing. Of those with the same ordering key only the one that
    /// was queued first is due; the others are blocked.
    /// </summary>
    /// <remarks>
    /// Keeps no cursor: a row whose transaction committed late is found as soon as it is visible, wherever it sorts.
    /// </remarks>
    /// <param name="read">Which lanes, and how much of each.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records outcomes, in one transaction. Each applies only if the queue row still shows the attempt number that the
    /// sender started from; otherwise it is stale: it changes nothing but is appended to the log, marked as stale.
    /// </summary>
    /// <remarks>Recording the same outcome again, after an answer was lost, changes nothing and is answered as the first time.</remarks>
    /// <param name="batch">The outcomes; at most one for each delivery.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Moves pending deliveries back that would be due earlier: they wait for others that are not due before then.</summary>
    /// <param name="deliveries">Which; those that have ended are passed over.</param>
    /// <param name="until">When they are due.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask PostponeAsync(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>
    /// Cancels what is pending for an endpoint with a coalescing key, whenever it is due, but for the one that was queued last. What is
    /// cancelled notes that one as what it was replayed as. Replays have no coalescing key.
    /// </summary>
    /// <remarks>What a transaction that has not ended queues is passed over, and not waited for.</remarks>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default);
}
