using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>Makes the deliveries of a job's step, and finds events that an endpoint has none of. Runs within a step of the state.</summary>
internal sealed class JobDeliveries(InMemoryState state)
{
    /// <summary>Answers how many there are.</summary>
    public int Make(JobStep step)
    {
        var made = 0;
        foreach (var replay in step.Replays)
        {
            made += TryReplay(replay, step.At) ? 1 : 0;
        }

        foreach (var first in step.FirstDeliveries)
        {
            made += TryMakeFirst(first, step.At) ? 1 : 0;
        }

        return made;
    }

    public MissedEventPage ReadMissed(MissedEventQuery query)
    {
        var looked = state.Events.All
            .Select(stored => stored.Event)
            .Where(published => published.CreatedAt >= query.From && (query.After is not { } after || published.Id.Value.CompareTo(after.Value) < 0))
            .OrderByDescending(published => published.Id.Value)
            .Take(query.Limit)
            .ToArray();
        return new MissedEventPage
        {
            Items =
            [
                .. looked
                    .Where(published => published.Owner == query.Owner
                        && published.Endpoints?.Contains(query.Endpoint) != false
                        && !HasDelivery(published.Id, query.Endpoint))
                    .Select(published => new MissedEvent(published.Id, published.Type, published.CreatedAt, published.DeliverAt, published.ExpiresAt)),
            ],
            Next = looked.Length == query.Limit ? looked[^1].Id : null,
        };
    }

    private bool TryReplay(JobReplay replay, DateTimeOffset at)
    {
        if (!state.Deliveries.TryGet(replay.Original, out var original)
            || original is not { Status: DeliveryStatus.Dead or DeliveryStatus.Cancelled, ReplayedAs: null }
            || !IsAvailable(replay.Original.Endpoint))
        {
            return false;
        }

        var id = new DeliveryId(replay.Replacement, replay.Original.Endpoint);
        state.Add(new StoredDelivery { Id = id, Event = original.Event, CreatedAt = at, DueAt = state.AtOnce(at), ReplayOf = original.Id });
        original.ReplayedAs = id;
        return true;
    }

    private bool TryMakeFirst(DeliveryId first, DateTimeOffset at)
    {
        var id = new EventId(first.Key);
        if (!state.Events.TryGet(id, out var stored) || !IsAvailable(first.Endpoint) || HasDelivery(id, first.Endpoint))
        {
            return false;
        }

        state.Add(new StoredDelivery { Id = first, Event = stored, CreatedAt = stored.Event.CreatedAt, DueAt = state.AtOnce(at) });
        return true;
    }

    private bool IsAvailable(EndpointId endpoint) =>
        state.Endpoints.TryGet(endpoint, out var record) && record.Endpoint.Status != EndpointStatus.Disabled;

    private bool HasDelivery(EventId published, EndpointId endpoint) =>
        state.Deliveries.TryGet(DeliveryId.First(published, endpoint), out _)
        || state.Deliveries.Ascending().Any(delivery => delivery.Event.Event.Id == published && delivery.Id.Endpoint == endpoint);
}
