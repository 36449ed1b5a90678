using WebhookKit.Storage;

namespace WebhookKit.Sqlite.History;

/// <summary>
/// The queries over deliveries in every state. A delivery's state is the table its row lives in, so a list is the union of
/// one page from each table, each read along an index and cut off at the limit.
/// </summary>
internal sealed class DeliverySql(SqliteTables tables)
{
    private const string Filtered = "s.filtered_at IS NOT NULL";

    private static readonly string FilteredColumns = $"""
        {(int)DeliveryStatus.Filtered} AS Status,
        s.number AS Attempts, NULL AS DueAt, s.filtered_at AS EndedAt, NULL AS DeadReason, NULL AS CancelReason, NULL AS CancelledBy,
        NULL AS ReplayedAs
        """;

    private readonly string _queue = Part(
        tables,
        $"""
        CASE s.attempts WHEN 0 THEN {(int)DeliveryStatus.Pending} ELSE {(int)DeliveryStatus.Failed} END AS Status,
        s.attempts AS Attempts, s.due_at AS DueAt, NULL AS EndedAt, NULL AS DeadReason, NULL AS CancelReason, NULL AS CancelledBy,
        NULL AS ReplayedAs
        """,
        tables.Queue);

    private readonly string _succeeded = Part(
        tables,
        $"""
        {(int)DeliveryStatus.Succeeded} AS Status,
        s.number AS Attempts, NULL AS DueAt, s.succeeded_at AS EndedAt, NULL AS DeadReason, NULL AS CancelReason, NULL AS CancelledBy,
        NULL AS ReplayedAs
        """,
        tables.Attempts,
        "s.succeeded_at IS NOT NULL");

    private readonly string _filtered = Part(tables, FilteredColumns, tables.Attempts, Filtered);

    private readonly string _dead = Part(
        tables,
        $"""
        {(int)DeliveryStatus.Dead} AS Status,
        s.attempts AS Attempts, NULL AS DueAt, s.ended_at AS EndedAt, s.reason AS DeadReason, NULL AS CancelReason, NULL AS CancelledBy,
        s.replayed_as AS ReplayedAs
        """,
        tables.DeadLetters);

    private readonly string _cancelled = Part(
        tables,
        $"""
        {(int)DeliveryStatus.Cancelled} AS Status,
        s.attempts AS Attempts, NULL AS DueAt, s.ended_at AS EndedAt, NULL AS DeadReason, s.reason AS CancelReason, s.actor AS CancelledBy,
        s.replayed_as AS ReplayedAs
        """,
        tables.Cancellations);

    /// <summary>One delivery, whatever its state. Parameters: <c>$key</c>, <c>$endpoint</c> and <c>$owner</c>.</summary>
    public string Find()
    {
        const string Condition = "AND s.key = $key AND s.endpoint_id = $endpoint AND ($owner IS NULL OR e.owner = $owner)";
        return string.Join("\nUNION ALL\n", new[] { _queue, _succeeded, _filtered, _dead, _cancelled }.Select(part => $"{part} {Condition}"));
    }

    /// <summary>A page. Parameters: <c>$limit</c>, and for each filter the one that <see cref="Conditions"/> names.</summary>
    public string List(DeliveryListQuery query) => List(query, Conditions(query));

    /// <summary>A page of deliveries that have certain keys. Parameters: as of <see cref="List(DeliveryListQuery)"/>, and those of the keys.</summary>
    /// <param name="query">Which.</param>
    /// <param name="keys">A query for the keys.</param>
    public string ListOfKeys(DeliveryListQuery query, string keys) => $"""
        WITH own (key) AS MATERIALIZED ({keys})
        {List(query, [.. Conditions(query), "s.key IN (SELECT key FROM own)"])}
        """;

    private string List(DeliveryListQuery query, IEnumerable<string> conditions)
    {
        var condition = string.Concat(conditions.Select(condition => $"AND {condition} "));
        var parts = Parts(query)
            .Select(part => $"SELECT * FROM ({part} {condition}ORDER BY s.key DESC, s.endpoint_id DESC LIMIT $limit)");

        return $"SELECT * FROM (\n{string.Join("\nUNION ALL\n", parts)}\n) ORDER BY Key DESC, EndpointId DESC LIMIT $limit";
    }

    private IEnumerable<string> Parts(DeliveryListQuery query) =>
        query.Status switch
        {
            DeliveryStatus.Pending => [$"{_queue} AND s.attempts = 0"],
            DeliveryStatus.Failed => [$"{_queue} AND s.attempts > 0"],
            DeliveryStatus.Succeeded => [_succeeded],
            DeliveryStatus.Filtered => [FilteredIn(query)],
            DeliveryStatus.Dead => [Replayed(_dead, query)],
            DeliveryStatus.Cancelled => [Replayed(_cancelled, query)],

            // Without a status it is dead letters that are asked for.
            _ when query.IsReplayed is not null => [Replayed(_dead, query)],
            _ => [_queue, _succeeded, FilteredIn(query), _dead, _cancelled],
        };

    // Those of one event are found by their keys, those of an endpoint and all of them along an index of their own.
    private string FilteredIn(DeliveryListQuery query) =>
        query.Event is not null
            ? _filtered
            : Part(tables, FilteredColumns, tables.Attempts, Filtered, query.Endpoint is null ? tables.AttemptsFiltered : tables.AttemptsFilteredEndpoint);

    private static string Replayed(string part, DeliveryListQuery query) =>
        query.IsReplayed switch
        {
            true => $"{part} AND s.replayed_as IS NOT NULL",
            false => $"{part} AND s.replayed_as IS NULL",
            null => part,
        };

    private IEnumerable<string> Conditions(DeliveryListQuery query)
    {
        if (query.After is not null)
        {
            yield return "(s.key, s.endpoint_id) < ($after_key, $after_endpoint)";
        }

        if (query.Endpoint is not null)
        {
            yield return "s.endpoint_id = $endpoint";
        }

        if (query.Event is not null)
        {
            yield return $"s.key IN (SELECT $event UNION ALL SELECT key FROM {tables.Replays} WHERE event_id = $event)";
        }

        if (query.Owner is not null)
        {
            yield return "e.owner = $owner";
        }

        // Keys sort by the millisecond: they find the range, the exact time decides.
        if (query.From is not null)
        {
            yield return "s.key >= $from_key AND COALESCE(r.created_at, e.created_at) >= $from";
        }

        if (query.To is not null)
        {
            yield return "s.key < $to_key AND COALESCE(r.created_at, e.created_at) < $to";
        }
    }

    private static string Part(SqliteTables tables, string columns, string source, string condition = "TRUE", string? index = null) => $"""
        SELECT s.key AS Key, s.endpoint_id AS EndpointId, e.id AS EventId, e.type AS EventType, e.owner AS Owner,
               COALESCE(r.created_at, e.created_at) AS CreatedAt, r.replay_of AS ReplayOf,
               {columns}
        FROM {source} AS s {(index is null ? "" : $"INDEXED BY {index}")}
        LEFT JOIN {tables.Replays} AS r ON r.key = s.key AND r.endpoint_id = s.endpoint_id
        CROSS JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.key)
        WHERE {condition}
        """;
}
