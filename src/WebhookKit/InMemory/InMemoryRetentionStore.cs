using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryRetentionStore(InMemoryState state) : IRetentionStore
{
    public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default) =>
        state.RunAsync(Purge, request, cancellationToken);

    private static bool IsOld(StoredDelivery delivery, PurgeRequest request) =>
        delivery.Status switch
        {
            DeliveryStatus.Succeeded or DeliveryStatus.Filtered or DeliveryStatus.Cancelled => AgeOf(delivery) < request.EndedBefore,
            DeliveryStatus.Dead => AgeOf(delivery) < request.DeadBefore,
            _ => false,
        };

    // What had to wait is kept for as long afterwards as what had not.
    private static DateTimeOffset AgeOf(StoredDelivery delivery) =>
        delivery.ReplayOf is null && delivery.Event.Event.DeliverAt > delivery.CreatedAt ? delivery.Event.Event.DeliverAt.Value : delivery.CreatedAt;

    private PurgeResult Purge(PurgeRequest request)
    {
        var deliveries = state.Deliveries.Ascending().Where(delivery => IsOld(delivery, request)).Take(request.Limit).ToArray();
        foreach (var delivery in deliveries)
        {
            state.Remove(delivery);
        }

        var events = state.Events.Unreferenced
            .Where(stored => stored.Event.CreatedAt < request.EndedBefore || stored.Event.CreatedAt < request.DeadBefore)
            .Take(request.Limit)
            .ToArray();
        foreach (var stored in events)
        {
            state.Events.Remove(stored);
        }

        var before = request.EndedBefore is null || request.DeadBefore > request.EndedBefore ? request.DeadBefore : request.EndedBefore;
        state.Ordered.Purge(before ?? DateTimeOffset.MinValue, request.Limit);

        return new PurgeResult
        {
            Deliveries = deliveries.Length,
            Events = events.Length,
            Next = deliveries.Length == request.Limit || events.Length == request.Limit ? request.From : null,
        };
    }
}
