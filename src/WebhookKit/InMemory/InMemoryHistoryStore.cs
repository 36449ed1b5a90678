using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryHistoryStore(InMemoryState state) : IHistoryStore
{
    public ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(FindEvent, query, cancellationToken);

    public ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(FindDelivery, query, cancellationToken);

    public ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(ListDeliveries, query, cancellationToken);

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default) =>
        state.RunAsync(Count, state, cancellationToken);

    private static bool Passes(StoredDelivery delivery, DeliveryListQuery query) =>
        delivery.BelongsTo(query.Owner)
        && (query.Endpoint is null || delivery.Id.Endpoint == query.Endpoint)
        && (query.Event is null || delivery.Event.Event.Id == query.Event)
        && (query.Status is null || delivery.Status == query.Status)
        && (query.IsReplayed is null || (delivery.ReplayedAs is not null) == query.IsReplayed)
        && (query.From is null || delivery.CreatedAt >= query.From)
        && (query.To is null || delivery.CreatedAt < query.To);

    private static DeliveryCounts Count(InMemoryState state)
    {
        var lanes = state.Queue.All.ToArray();
        return new DeliveryCounts
        {
            Pending = lanes.Sum(lane => lane.LongCount(delivery => delivery.Status == DeliveryStatus.Pending)),
            Failed = lanes.Sum(lane => lane.LongCount(delivery => delivery.Status == DeliveryStatus.Failed)),
            Dead = state.Deliveries.Ascending().LongCount(delivery => delivery is { Status: DeliveryStatus.Dead, ReplayedAs: null }),
            OldestDueAt = lanes.Length == 0 ? null : lanes.Min(lane => lane.Min!.DueAt),
        };
    }

    private WebhookEvent? FindEvent(EventQuery query) =>
        state.Events.TryGet(query.Id, out var stored) && (query.Owner is null || stored.Event.Owner == query.Owner) ? stored.Event : null;

    private DeliveryDetails? FindDelivery(DeliveryQuery query)
    {
        if (!state.Deliveries.TryGet(query.Id, out var delivery) || !delivery.BelongsTo(query.Owner))
        {
            return null;
        }

        var attempts = delivery.Attempts
            .Select(logged => logged.Attempt)
            .OrderBy(attempt => attempt.Number)
            .ThenBy(attempt => attempt.StartedAt);
        return new DeliveryDetails { Delivery = delivery.ToDelivery(), Attempts = [.. attempts] };
    }

    private DeliveryPage ListDeliveries(DeliveryListQuery query)
    {
        var found = state.Deliveries.Descending(query.After)
            .Where(delivery => Passes(delivery, query))
            .Take(query.Limit + 1)
            .Select(delivery => delivery.ToDelivery())
            .ToArray();
        return new DeliveryPage { Items = [.. found.Take(query.Limit)], HasMore = found.Length > query.Limit };
    }
}
