namespace WebhookKit.Storage;

/// <summary>
/// Says in process that deliveries were committed, so that they need not wait for the next poll. A hint: losing it costs
/// time, never a delivery.
/// </summary>
public interface IDeliverySignal
{
    /// <summary>
    /// This process has committed deliveries of these endpoints. Never blocks. Other processes are told where the store can
    /// (<see cref="IDeliveryNotifications"/>).
    /// </summary>
    /// <param name="endpoints">The endpoints.</param>
    void Notify(IReadOnlyCollection<EndpointId> endpoints);
}
