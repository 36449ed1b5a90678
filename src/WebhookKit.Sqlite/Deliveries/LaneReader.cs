using WebhookKit.Relational.Deliveries;
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
        SELECT key, due_at, attempts, event_id, ordering_key
        FROM {tables.Queue}
        WHERE endpoint_id = $endpoint_id AND (due_at, key) > ($after_due_at, $after_key)
        ORDER BY due_at, key
        LIMIT $limit
        """;

    private readonly string _place = $"""
        SELECT key, due_at, attempts, (SELECT last FROM {tables.Sequences} WHERE endpoint_id = $endpoint_id AND ordering_key = $ordering_key)
        FROM {tables.Queue}
        WHERE endpoint_id = $endpoint_id AND ordering_key = $ordering_key
        ORDER BY queued_at
        LIMIT 1
        """;

    private readonly EndpointReader _endpoints = new(tables);
    private readonly EventReader _events = new(tables);

    public LaneReadResult Read(SqliteSession session, LaneRead read)
    {
        var lanes = new List<LaneContents>(read.Lanes.Count);
        var events = new Dictionary<EventId, WebhookEvent>();

        foreach (var lane in read.Lanes)
        {
            lanes.Add(ReadLane(session, lane, read.Now));
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

    private LaneContents ReadLane(SqliteSession session, LaneRequest request, DateTimeOffset now)
    {
        var lane = new LaneBeingRead(request, now);
        if (_endpoints.FindHead(session, lane.Id) is { } endpoint)
        {
            lane.Found(endpoint.Revision);
            if (endpoint.Status == EndpointStatus.Enabled)
            {
                ReadQueue(session, lane);
            }
        }

        var changed = lane.HasChanged ? _endpoints.Find(session, lane.Id) : null;
        return lane.ToContents(changed is null ? [] : new Dictionary<EndpointId, EndpointRecord> { [lane.Id] = changed });
    }

    private void ReadQueue(SqliteSession session, LaneBeingRead lane)
    {
        using var reader = session.Query(
            _queue,
            ("$endpoint_id", lane.Id.Value),
            ("$after_due_at", lane.After.DueAt.ToMicroseconds()),
            ("$after_key", lane.After.Key.ToKey()),
            ("$limit", lane.RowsToRead));
        while (!lane.IsComplete && reader.Read())
        {
            lane.Add(
                BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0)),
                SqliteTime.ToMoment(reader.GetInt64(1)),
                reader.GetInt32(2),
                reader.IsDBNull(3) ? null : BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(3)),
                reader.IsDBNull(4) ? null : FindPlace(session, lane.Id, reader.GetString(4)));
        }
    }

    private OrderedPlace? FindPlace(SqliteSession session, EndpointId endpoint, string orderingKey)
    {
        using var reader = session.Query(_place, ("$endpoint_id", endpoint.Value), ("$ordering_key", orderingKey));
        return reader.Read()
            ? new OrderedPlace(
                orderingKey,
                BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0)),
                SqliteTime.ToMoment(reader.GetInt64(1)),
                reader.GetInt32(2),
                (reader.IsDBNull(3) ? 0 : reader.GetInt64(3)) + 1)
            : null;
    }
}
