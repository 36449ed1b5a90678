namespace WebhookKit.Storage;

/// <summary>Reads for people. Never on the way of a delivery.</summary>
public interface IHistoryStore
{
    /// <summary>Reads one event.</summary>
    /// <param name="query">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The event, or null where it does not exist or belongs to another owner.</returns>
    ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads one delivery with its attempts.</summary>
    /// <param name="query">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The delivery, or null where it does not exist or belongs to another owner.</returns>
    ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists deliveries, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts what is waiting and what was given up.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default);
}
