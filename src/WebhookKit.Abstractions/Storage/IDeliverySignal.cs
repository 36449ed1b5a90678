namespace WebhookKit.Storage;

/// <summary>
/// Says in process that deliveries were committed, so that they need not wait for the next poll. A hint: losing it costs
/// time, never a delivery.
/// </summary>
public interface IDeliverySignal
{
    /// <summary>Deliveries of these endpoints were committed, here or in another process. Never blocks.</summary>
    /// <param name="endpoints">The endpoints.</param>
    void Notify(IReadOnlyCollection<EndpointId> endpoints);
}
