using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes in memory and the order in which they are to be read. Used by the lane reader alone. A lane without anything
/// in memory or due soon is forgotten: idle endpoints cost nothing.
/// </summary>
internal sealed class LaneTable(OwnedPartitions owned, DispatchOptions options, StoreClock storeClock, TimeProvider clock)
{
    private const int MaxLanesPerRead = 256;

    private readonly Dictionary<EndpointId, Lane> _lanes = [];
    private readonly ReadQueue _toRead = new();
    private readonly LaneTimers _timers = new();
    private readonly Dictionary<int, (PartitionLease Lease, long Since)> _leased = [];

    /// <summary>Room for so many deliveries is worth a question for lanes that only run low.</summary>
    private readonly int _worthwhile = Math.Min(256, options.ReadAheadDeliveries / 16);

    /// <summary>
    /// Whether lanes have to be read now. Those that only need their endpoint read do not wait for room: it may be the deliveries
    /// that they hold that leave none.
    /// </summary>
    /// <param name="room">How many deliveries may be read.</param>
    public bool MustRead(int room) =>
        _toRead.Has(ReadNeed.Refresh)
        || (room > 0 && _toRead.Has(ReadNeed.HasNothing))
        || (room >= _worthwhile && _toRead.Has(ReadNeed.RunsLow));

    /// <summary>When the next lane falls due, among those that do not wait to be read already.</summary>
    public DateTimeOffset? NextTimer => _timers.Next;

    /// <summary>The lane of an endpoint whose partition this instance owns, made if need be; else null.</summary>
    public Lane? Find(EndpointId endpoint, bool create)
    {
        if (!_lanes.TryGetValue(endpoint, out var lane) && create && owned.LeaseOn(endpoint.Partition) is { } lease)
        {
            lane = new Lane(endpoint, lease, LeasedAt(lease), options, storeClock, clock);
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
            _toRead.Set(lane.Id, plan.Need);
        }
        else if (plan.ReadAt is { } at && (at <= now + (options.PollInterval * 2) || !plan.IsForgettable))
        {
            _timers.Set(lane.Id, plan.KeepUntil < at ? plan.KeepUntil.Value : at);
        }
        else if (plan.IsForgettable)
        {
            // Polling finds it again when it is due.
            Forget(lane.Id);
        }
        else if (plan.KeepUntil is { } until)
        {
            _timers.Set(lane.Id, until);
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

    /// <summary>Takes the lanes that are in the greatest need, and among them those that have waited the longest.</summary>
    /// <param name="room">How many deliveries may be read.</param>
    /// <param name="now">The moment.</param>
    public (Dictionary<EndpointId, Lane> Lanes, List<LaneRequest> Requests) TakeToRead(int room, DateTimeOffset now)
    {
        var lanes = new Dictionary<EndpointId, Lane>();
        var requests = new List<LaneRequest>();
        while (requests.Count < MaxLanesPerRead && _toRead.TryTake(room > 0 ? ReadNeed.CanWait : ReadNeed.Refresh, out var endpoint))
        {
            var lane = _lanes[endpoint];
            var request = lane.ToRequest(room, now);
            lanes.Add(endpoint, lane);
            requests.Add(request);
            room -= request.Room;
        }

        return (lanes, requests);
    }

    /// <summary>Takes out the lanes that were read under leases that this instance does not have any more.</summary>
    public IReadOnlyList<Lane> TakeLost()
    {
        Lane[] lost = [.. _lanes.Values.Where(lane => owned.LeaseOn(lane.Id.Partition) != lane.Lease)];
        foreach (var lane in lost)
        {
            Forget(lane.Id);
        }

        return lost;
    }

    /// <summary>Since when this instance has had a lease, as far as it has had lanes under it.</summary>
    private long LeasedAt(PartitionLease lease)
    {
        if (!_leased.TryGetValue(lease.Partition, out var known) || known.Lease != lease)
        {
            _leased[lease.Partition] = known = (lease, clock.GetTimestamp());
        }

        return known.Since;
    }

    private void Forget(EndpointId endpoint)
    {
        _lanes.Remove(endpoint);
        _toRead.Drop(endpoint);
        _timers.Drop(endpoint);
    }
}
