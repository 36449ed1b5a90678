namespace WebhookKit.Storage;

/// <summary>
/// Says across processes that deliveries were committed, so that they need not wait for the next poll. A hint: losing one
/// costs time, never a delivery.
/// </summary>
/// <remarks>
/// The engine sends at most one at a time and a few dozen a second, however much is published, and never for endpoints that it
/// delivers to itself.
/// </remarks>
public interface IDeliveryNotifications
{
    /// <summary>Tells the processes that listen. Uses a connection of the store's own, never the host's transaction.</summary>
    /// <param name="endpoints">The endpoints that have new deliveries; empty: any may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebhookStoreException">Nobody was told.</exception>
    ValueTask NotifyAsync(IReadOnlyCollection<EndpointId> endpoints, CancellationToken cancellationToken);

    /// <summary>Listens until cancelled or until the connection is lost; the engine then calls again after a pause.</summary>
    /// <param name="heard">
    /// Called for each notification with its endpoints, and with none as soon as listening has begun: whatever was said before
    /// was missed. It is quick and does not throw.
    /// </param>
    /// <param name="cancellationToken">Ends listening.</param>
    /// <exception cref="WebhookStoreException">Listening could not begin, or was cut off.</exception>
    Task ListenAsync(Action<IReadOnlyCollection<EndpointId>> heard, CancellationToken cancellationToken);
}
