using WebhookKit.Leasing;

namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes in memory and the order in which they are to be read. Used by the lane reader alone. A lane without anything
/// in memory or due soon is forgotten: idle endpoints cost nothing.
/// </summary>
internal sealed class LaneTable(OwnedPartitions owned, DispatchOptions options, TimeProvider clock)
{
    private readonly Dictionary<EndpointId, Lane> _lanes = [];
    private readonly Queue<Lane> _toRefresh = new();
    private readonly Queue<Lane> _toRead = new();
    private readonly HashSet<EndpointId> _isToRead = [];
    private readonly LaneTimers _timers = new();

    /// <summary>
    /// Whether lanes wait to be read now. Those that only need their endpoint read do not wait for room: it may be the deliveries
    /// that they hold that leave none.
    /// </summary>
    public bool HasLanesToRead(bool hasRoom) => _toRefresh.Count > 0 || (hasRoom && _toRead.Count > 0);

    /// <summary>When the next lane falls due, among those that do not wait to be read already.</summary>
    public DateTimeOffset? NextTimer => _timers.Next;

    /// <summary>The lane of an endpoint whose partition this instance owns, made if need be; else null.</summary>
    public Lane? Find(EndpointId endpoint, bool create)
    {
        if (!_lanes.TryGetValue(endpoint, out var lane) && create && owned.LeaseOn(endpoint.Partition) is { } lease)
        {
            lane = new Lane(endpoint, lease, options.MaxConcurrencyPerEndpoint, clock);
            _lanes.Add(endpoint, lane);
        }

        return lane;
    }

    /// <summary>Puts a lane where it belongs: to be read now, at a time, or forgotten.</summary>
    public void Place(Lane lane, DateTimeOffset now)
    {
        var plan = lane.PlanAt(now);
        if (plan.ReadAt <= now)
        {
            if (_isToRead.Add(lane.Id))
            {
                (plan.WantsRefresh ? _toRefresh : _toRead).Enqueue(lane);
            }
        }
        else if (plan.ReadAt is { } at && (at <= now + (options.PollInterval * 2) || !plan.IsForgettable))
        {
            _timers.Set(lane.Id, at);
        }
        else if (plan.IsForgettable)
        {
            // Polling finds it again when it is due.
            _lanes.Remove(lane.Id);
            _timers.Drop(lane.Id);
        }
    }

    /// <summary>Places every lane whose time has come.</summary>
    public void PlaceDue(DateTimeOffset now)
    {
        while (_timers.TryTake(now, out var endpoint))
        {
            if (_lanes.TryGetValue(endpoint, out var lane))
            {
                Place(lane, now);
            }
        }
    }

    /// <summary>The lane that has waited the longest to be read.</summary>
    public Lane NextToRead()
    {
        var lane = (_toRefresh.Count > 0 ? _toRefresh : _toRead).Dequeue();
        _isToRead.Remove(lane.Id);
        return lane;
    }

    /// <summary>Takes out the lanes that were read under leases that this instance does not have any more.</summary>
    public IReadOnlyList<Lane> TakeLost()
    {
        Lane[] lost = [.. _lanes.Values.Where(lane => owned.LeaseOn(lane.Id.Partition) != lane.Lease)];
        foreach (var lane in lost)
        {
            _lanes.Remove(lane.Id);
            _isToRead.Remove(lane.Id);
            _timers.Drop(lane.Id);
        }

        Forget(_toRefresh, lost);
        Forget(_toRead, lost);
        return lost;
    }

    private static void Forget(Queue<Lane> queue, Lane[] lost)
    {
        for (var count = queue.Count; count > 0; count--)
        {
            var lane = queue.Dequeue();
            if (!lost.Contains(lane))
            {
                queue.Enqueue(lane);
            }
        }
    }
}
