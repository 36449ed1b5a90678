using WebhookKit.Storage;

namespace WebhookKit.Relational.Deliveries;

/// <summary>One lane while its rows come in, in order.</summary>
internal sealed class LaneBeingRead(LaneRequest request, DateTimeOffset now)
{
    private readonly IReadOnlySet<DeliveryId>? _held =
        request.Held.Count == 0 ? null : request.Held as IReadOnlySet<DeliveryId> ?? request.Held.ToHashSet();

    private readonly List<DueDelivery> _due = [];
    private DateTimeOffset? _nextDueAt;
    private long? _revision;

    public EndpointId Id => request.Endpoint;

    /// <summary>Where to read from; before everything where that is the head.</summary>
    public LanePosition After => request.After ?? new LanePosition(DateTimeOffset.MinValue, Guid.Empty);

    /// <summary>What is held is read again and passed over, and one row more says when the lane is next due.</summary>
    public int RowsToRead => request.Room + request.Held.Count + 1;

    public bool HasChanged => _revision is { } revision && revision != request.KnownRevision;

    /// <summary>The endpoint exists.</summary>
    public void Found(long revision) => _revision = revision;

    public void Add(Guid key, DateTimeOffset dueAt, int attempts, Guid? eventId)
    {
        var id = new DeliveryId(key, request.Endpoint);
        if (_nextDueAt is not null || _held?.Contains(id) == true)
        {
            return;
        }

        if (dueAt > now || _due.Count == request.Room)
        {
            _nextDueAt = dueAt;
            return;
        }

        _due.Add(new DueDelivery { Id = id, EventId = new EventId(eventId ?? key), AttemptsMade = attempts, DueAt = dueAt, IsReplay = eventId is not null });
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
            NextDueAt = isOpen ? _nextDueAt : null,
        };
    }
}
