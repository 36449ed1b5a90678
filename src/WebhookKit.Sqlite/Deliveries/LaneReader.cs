using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Endpoints;
using WebhookKit.Sqlite.History;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

/// <summary>Reads the heads of lanes: the keys first, and then each event once.</summary>
internal sealed class LaneReader(SqliteTables tables)
{
    // Not only what is due: the row after it says when the lane is next due. Covered by the lane index.
    private readonly string _queue = $"""
        SELECT key, due_at, attempts, event_id
        FROM {tables.Queue}
        WHERE endpoint_id = $endpoint_id AND (due_at, key) > ($after_due_at, $after_key)
        ORDER BY due_at, key
        LIMIT $limit
        """;

    private readonly EndpointReader _endpoints = new(tables);
    private readonly EventReader _events = new(tables);

    public LaneReadResult Read(SqliteSession session, LaneRead read)
    {
        var now = read.Now.ToMicroseconds();
        var lanes = new List<LaneContents>(read.Lanes.Count);
        var events = new Dictionary<EventId, WebhookEvent>();

        foreach (var lane in read.Lanes)
        {
            lanes.Add(ReadLane(session, lane, now));
        }

        foreach (var due in lanes.SelectMany(lane => lane.Due))
        {
            if (!read.KnownEvents.Contains(due.EventId) && !events.ContainsKey(due.EventId) && _events.Find(session, due.EventId) is { } found)
            {
                events.Add(due.EventId, found);
            }
        }

        return new LaneReadResult { Lanes = lanes, Events = events };
    }

    private LaneContents ReadLane(SqliteSession session, LaneRequest lane, long now)
    {
        var head = _endpoints.FindHead(session, lane.Endpoint);
        if (head is not { } endpoint)
        {
            return new LaneContents { Endpoint = lane.Endpoint, Exists = false, Due = [] };
        }

        var due = new List<DueDelivery>();
        return new LaneContents
        {
            Endpoint = lane.Endpoint,
            Exists = true,
            Changed = endpoint.Revision == lane.KnownRevision ? null : _endpoints.Find(session, lane.Endpoint),
            Due = due,
            NextDueAt = endpoint.Status == EndpointStatus.Enabled ? ReadQueue(session, lane, now, due) : null,
        };
    }

    /// <summary>Answers when the first delivery is due that is neither held nor taken.</summary>
    private DateTimeOffset? ReadQueue(SqliteSession session, LaneRequest lane, long now, List<DueDelivery> due)
    {
        var held = lane.Held.Count == 0 ? null : lane.Held as IReadOnlySet<DeliveryId> ?? lane.Held.ToHashSet();

        using var reader = session.Query(
            _queue,
            ("$endpoint_id", lane.Endpoint.Value),
            ("$after_due_at", lane.After?.DueAt.ToMicroseconds() ?? long.MinValue),
            ("$after_key", lane.After?.Key.ToKey() ?? []),
            ("$limit", lane.Room + lane.Held.Count + 1));
        while (reader.Read())
        {
            var key = BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0));
            var id = new DeliveryId(key, lane.Endpoint);
            if (held?.Contains(id) == true)
            {
                continue;
            }

            var dueAt = reader.GetInt64(1);
            if (dueAt > now || due.Count == lane.Room)
            {
                return SqliteTime.ToMoment(dueAt);
            }

            due.Add(new DueDelivery
            {
                Id = id,
                EventId = new EventId(reader.IsDBNull(3) ? key : BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(3))),
                AttemptsMade = reader.GetInt32(2),
                DueAt = SqliteTime.ToMoment(dueAt),
                IsReplay = !reader.IsDBNull(3),
            });
        }

        return null;
    }
}
