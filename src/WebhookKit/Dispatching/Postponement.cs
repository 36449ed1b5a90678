namespace WebhookKit.Dispatching;

/// <summary>Deliveries that are to be read later, because they wait for others.</summary>
/// <param name="Deliveries">Which.</param>
/// <param name="Until">When they are due.</param>
internal readonly record struct Postponement(IReadOnlyList<DeliveryId> Deliveries, DateTimeOffset Until);
