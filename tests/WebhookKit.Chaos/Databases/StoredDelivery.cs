namespace WebhookKit.Chaos.Databases;

/// <summary>A delivery that has a row of its own: in the queue, among the dead letters or among the cancellations.</summary>
/// <param name="Delivery">Its key.</param>
/// <param name="Endpoint">The number of the endpoint.</param>
internal readonly record struct StoredDelivery(Guid Delivery, int Endpoint);
