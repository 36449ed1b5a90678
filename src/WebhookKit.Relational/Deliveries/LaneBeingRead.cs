using WebhookKit.Storage;

namespace WebhookKit.Relational.Deliveries;

/// <summary>One lane while its rows come in, in order.</summary>
internal sealed class LaneBeingRead(LaneRequest request, DateTimeOffset now)
{
    private readonly IReadOnlySet<DeliveryId>? _held =
        request.Held.Count == 0 ? null : request.Held as IReadOnlySet<DeliveryId> ?? request.Held.ToHashSet();

    private readonly List<DueDelivery> _due = [];
    private readonly List<BlockedDelivery> _blocked = [];
    private readonly HashSet<DeliveryId> _heads = [];
    private LanePosition? _readTo;
    private DateTimeOffset? _nextDueAt;
    private long? _revision;

    public EndpointId Id => request.Endpoint;

    /// <summary>Where to read from; before everything where that is the head.</summary>
    public LanePosition After => request.After ?? new LanePosition(DateTimeOffset.MinValue, Guid.Empty);

    /// <summary>What is held is read again and passed over, and one row more says when the lane is next due.</summary>
    public int RowsToRead => request.Room + request.Held.Count + 1;

    public bool HasChanged => _revision is { } revision && revision != request.KnownRevision;

    /// <summary>Whether further rows would be passed over.</summary>
    public bool IsComplete => _nextDueAt is not null;

    /// <summary>The endpoint exists.</summary>
    public void Found(long revision) => _revision = revision;

    /// <summary>One row more, in order.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="dueAt">When it is due.</param>
    /// <param name="attempts">How many were made.</param>
    /// <param name="eventId">The event that it repeats; null for a first delivery.</param>
    /// <param name="place">Its place among those with its ordering key; null where it has none.</param>
    public void Add(Guid key, DateTimeOffset dueAt, int attempts, Guid? eventId, OrderedPlace? place)
    {
        var id = new DeliveryId(key, request.Endpoint);
        if (_nextDueAt is not null || _held?.Contains(id) == true)
        {
            return;
        }

        if (dueAt > now || _due.Count + _blocked.Count == request.Room)
        {
            _nextDueAt = dueAt;
            return;
        }

        _readTo = new LanePosition(dueAt, key);
        if (place is { } behind && behind.HeadKey != key)
        {
            AddHead(behind);
            _blocked.Add(new BlockedDelivery(id, dueAt, behind.HeadDueAt));
            return;
        }

        if (place is null || _heads.Add(id))
        {
            _due.Add(new DueDelivery
            {
                Id = id,
                EventId = new EventId(eventId ?? key),
                AttemptsMade = attempts,
                DueAt = dueAt,
                OrderingKey = place?.OrderingKey,
                Sequence = place?.Sequence ?? 0,
                IsReplay = eventId is not null,
            });
        }
    }

    // After a failure it is due later than what waits for it, and may stand behind a long queue.
    private void AddHead(OrderedPlace place)
    {
        var id = new DeliveryId(place.HeadKey, request.Endpoint);
        if (place.HeadDueAt <= now && _due.Count < request.Room && _held?.Contains(id) != true && _heads.Add(id))
        {
            _due.Add(new DueDelivery
            {
                Id = id,
                EventId = new EventId(place.HeadKey),
                AttemptsMade = place.HeadAttempts,
                DueAt = place.HeadDueAt,
                OrderingKey = place.OrderingKey,
                Sequence = place.Sequence,
            });
        }
    }

    /// <param name="endpoints">Those that have changed, as they are now: later than the rows, so they may be disabled or gone.</param>
    public LaneContents ToContents(IReadOnlyDictionary<EndpointId, EndpointRecord> endpoints)
    {
        var changed = HasChanged ? endpoints.GetValueOrDefault(Id) : null;
        var isThere = _revision is not null && (!HasChanged || changed is not null);
        var isOpen = isThere && changed?.Endpoint.Status is null or EndpointStatus.Enabled;
        return new LaneContents
        {
            Endpoint = Id,
            Exists = isThere,
            Changed = changed,
            Due = isOpen ? _due : [],
            Blocked = isOpen ? _blocked : [],
            ReadTo = isOpen ? _readTo : null,
            NextDueAt = isOpen ? _nextDueAt : null,
        };
    }
}
