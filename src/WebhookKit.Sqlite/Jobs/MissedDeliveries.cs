using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Jobs;

/// <summary>Finds events that an endpoint has no delivery of, and makes their first.</summary>
internal sealed class MissedDeliveries(SqliteTables tables)
{
    private readonly string _read = $"""
        SELECT e.id, e.type, e.created_at, e.owner = $owner AND {HasNone(tables, "e.id", "$endpoint_id")}, e.deliver_at, e.options
        FROM (SELECT id, type, created_at, owner, deliver_at, options FROM {tables.Events} WHERE id >= $from_key AND id < $below ORDER BY id DESC LIMIT $limit) AS e
        """;

    // Due at once by the clock of the file, where that of the caller is ahead of it.
    private readonly string _make = $"""
        INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, event_id)
        SELECT $key, id, MIN($due_at, {SqliteTime.Now}), 0, NULL
        FROM {tables.Endpoints}
        WHERE id = $endpoint_id AND status <> {(int)EndpointStatus.Disabled}
            AND EXISTS (SELECT 1 FROM {tables.Events} WHERE id = $key) AND {HasNone(tables, "$key", "$endpoint_id")}
        """;

    public MissedEventPage Read(SqliteSession session, MissedEventQuery query)
    {
        var items = new List<MissedEvent>();
        var looked = 0;
        EventId last = default;
        using var reader = session.Query(
            _read,
            ("$owner", query.Owner),
            ("$endpoint_id", query.Endpoint.Value),
            ("$from_key", TimeKey.LowestAt(query.From).ToKey()),
            ("$below", (query.After?.Value ?? Guid.AllBitsSet).ToKey()),
            ("$limit", query.Limit));
        while (reader.Read())
        {
            looked++;
            last = new EventId(BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0)));
            var createdAt = SqliteTime.ToMoment(reader.GetInt64(2));
            var options = JsonColumns.ReadOptions(reader.IsDBNull(5) ? null : reader.GetString(5));
            if (reader.GetBoolean(3) && createdAt >= query.From && !options.LeavesOut(query.Endpoint))
            {
                DateTimeOffset? deliverAt = reader.IsDBNull(4) ? null : SqliteTime.ToMoment(reader.GetInt64(4));
                items.Add(new MissedEvent(last, reader.GetString(1), createdAt, deliverAt, options.ExpiresAt));
            }
        }

        return new MissedEventPage { Items = items, Next = looked == query.Limit ? last : null };
    }

    /// <summary>Answers false where there is one, or has been, or the endpoint is disabled or gone, or the event is.</summary>
    public bool TryMake(SqliteSession session, DeliveryId first, DateTimeOffset dueAt) =>
        session.Execute(
            _make, ("$key", first.Key.ToKey()), ("$due_at", dueAt.ToMicroseconds()), ("$endpoint_id", first.Endpoint.Value)) > 0;

    private static string HasNone(SqliteTables tables, string key, string endpoint)
    {
        string[] none =
        [
            None(tables.Queue, "key"), None(tables.Attempts, "key"), None(tables.DeadLetters, "key"), None(tables.Cancellations, "key"),
            None(tables.Replays, "event_id"),
        ];
        return string.Join(" AND ", none);

        string None(string table, string column) => $"NOT EXISTS (SELECT 1 FROM {table} AS made WHERE made.{column} = {key} AND made.endpoint_id = {endpoint})";
    }
}
