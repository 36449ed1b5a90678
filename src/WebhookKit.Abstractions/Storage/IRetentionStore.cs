namespace WebhookKit.Storage;

/// <summary>Removes what is old, in small steps.</summary>
public interface IRetentionStore
{
    /// <summary>
    /// Removes up to a number of ended deliveries with their attempts, and events that nothing refers to any more, the oldest first.
    /// Never touches a pending delivery, its event or its attempts. Going on from where the step before has ended, a step need not look
    /// again at what has to stay.
    /// </summary>
    /// <param name="request">What is old, and how much to remove.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default);
}
