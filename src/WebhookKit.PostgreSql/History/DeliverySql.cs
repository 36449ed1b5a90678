using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

/// <summary>
/// The queries over deliveries in every state. A delivery's state is the table its row lives in, so a list is the union of
/// one page from each table, each read along an index and cut off at the limit.
/// </summary>
internal sealed class DeliverySql(PostgreSqlTables tables)
{
    private readonly string _joins = $"""
        LEFT JOIN {tables.Replays} AS r ON r.key = s.key AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.key)
        """;

    // A limit keeps each of them a look-up by its own key, whatever the server takes the tables for.
    private readonly string _lookUps = $"""
        LEFT JOIN LATERAL (
            SELECT event_id, replay_of, created_at FROM {tables.Replays} WHERE key = s.key AND endpoint_id = s.endpoint_id LIMIT 1) AS r ON TRUE
        JOIN LATERAL (SELECT id, type, owner, created_at FROM {tables.Events} WHERE id = COALESCE(r.event_id, s.key) LIMIT 1) AS e ON TRUE
        """;

    private readonly Func<string, string> _queue = Part(
        $"""
        CASE s.attempts WHEN 0 THEN {(int)DeliveryStatus.Pending} ELSE {(int)DeliveryStatus.Failed} END AS Status,
        s.attempts AS Attempts, s.due_at AS DueAt, NULL::timestamptz AS EndedAt, NULL::smallint AS DeadReason,
        NULL::text AS CancelReason, NULL::text AS CancelledBy, NULL::uuid AS ReplayedAs
        """,
        tables.Queue);

    private readonly Func<string, string> _succeeded = Part(
        $"""
        {(int)DeliveryStatus.Succeeded} AS Status,
        s.number AS Attempts, NULL::timestamptz AS DueAt, s.succeeded_at AS EndedAt, NULL::smallint AS DeadReason,
        NULL::text AS CancelReason, NULL::text AS CancelledBy, NULL::uuid AS ReplayedAs
        """,
        tables.Attempts,
        "s.succeeded_at IS NOT NULL");

    private readonly Func<string, string> _filtered = Part(
        $"""
        {(int)DeliveryStatus.Filtered} AS Status,
        s.number AS Attempts, NULL::timestamptz AS DueAt, s.filtered_at AS EndedAt, NULL::smallint AS DeadReason,
        NULL::text AS CancelReason, NULL::text AS CancelledBy, NULL::uuid AS ReplayedAs
        """,
        tables.Attempts,
        "s.filtered_at IS NOT NULL");

    private readonly Func<string, string> _dead = Part(
        $"""
        {(int)DeliveryStatus.Dead} AS Status,
        s.attempts AS Attempts, NULL::timestamptz AS DueAt, s.ended_at AS EndedAt, s.reason AS DeadReason,
        NULL::text AS CancelReason, NULL::text AS CancelledBy, s.replayed_as AS ReplayedAs
        """,
        tables.DeadLetters);

    private readonly Func<string, string> _cancelled = Part(
        $"""
        {(int)DeliveryStatus.Cancelled} AS Status,
        s.attempts AS Attempts, NULL::timestamptz AS DueAt, s.ended_at AS EndedAt, NULL::smallint AS DeadReason,
        s.reason AS CancelReason, s.actor AS CancelledBy, s.replayed_as AS ReplayedAs
        """,
        tables.Cancellations);

    /// <summary>One delivery, whatever its state. Parameters: <c>@key</c>, <c>@endpoint</c> and <c>@owner</c>.</summary>
    public string Find()
    {
        const string Condition = "AND s.key = @key AND s.endpoint_id = @endpoint AND (@owner IS NULL OR e.owner = @owner)";
        return string.Join("\nUNION ALL\n", new[] { _queue, _succeeded, _filtered, _dead, _cancelled }.Select(part => $"{part(_joins)} {Condition}"));
    }

    /// <summary>A page. Parameters: <c>@limit</c>, and for each filter the one that <see cref="Conditions"/> names.</summary>
    public string List(DeliveryListQuery query) => List(query, _joins, Conditions(query));

    /// <summary>
    /// A page of deliveries of which the keys are known, however many. How many is not said, so that the plan does not weigh each of them.
    /// Parameters: as of <see cref="List(DeliveryListQuery)"/>, and <c>@keys</c>.
    /// </summary>
    public string ListOfKeys(DeliveryListQuery query) => List(query, _lookUps, [.. Conditions(query), "s.key = ANY(ARRAY(SELECT unnest(@keys)))"]);

    private string List(DeliveryListQuery query, string joins, IEnumerable<string> conditions)
    {
        var condition = string.Concat(conditions.Select(condition => $"AND {condition} "));
        var parts = Parts(query, joins)
            .Select(part => $"(SELECT * FROM ({part} {condition}ORDER BY s.key DESC, s.endpoint_id DESC LIMIT @limit) AS page)");

        return $"SELECT * FROM (\n{string.Join("\nUNION ALL\n", parts)}\n) AS pages ORDER BY Key DESC, EndpointId DESC LIMIT @limit";
    }

    private IEnumerable<string> Parts(DeliveryListQuery query, string joins) =>
        query.Status switch
        {
            DeliveryStatus.Pending => [$"{_queue(joins)} AND s.attempts = 0"],
            DeliveryStatus.Failed => [$"{_queue(joins)} AND s.attempts > 0"],
            DeliveryStatus.Succeeded => [_succeeded(joins)],
            DeliveryStatus.Filtered => [_filtered(joins)],
            DeliveryStatus.Dead => [Replayed(_dead(joins), query)],
            DeliveryStatus.Cancelled => [Replayed(_cancelled(joins), query)],

            // Without a status it is dead letters that are asked for.
            _ when query.IsReplayed is not null => [Replayed(_dead(joins), query)],
            _ => [_queue(joins), _succeeded(joins), _filtered(joins), _dead(joins), _cancelled(joins)],
        };

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
            yield return "(s.key, s.endpoint_id) < (@afterKey, @afterEndpoint)";
        }

        if (query.Endpoint is not null)
        {
            yield return "s.endpoint_id = @endpoint";
        }

        if (query.Event is not null)
        {
            yield return $"s.key = ANY(ARRAY(SELECT @event UNION ALL SELECT key FROM {tables.Replays} WHERE event_id = @event))";
        }

        if (query.Owner is not null)
        {
            yield return "e.owner = @owner";
        }

        // Keys sort by the millisecond: they find the range, the exact time decides.
        if (query.From is not null)
        {
            yield return "s.key >= @fromKey AND COALESCE(r.created_at, e.created_at) >= @from";
        }

        if (query.To is not null)
        {
            yield return "s.key < @toKey AND COALESCE(r.created_at, e.created_at) < @to";
        }
    }

    private static Func<string, string> Part(string columns, string source, string condition = "TRUE") => joins => $"""
        SELECT s.key AS Key, s.endpoint_id AS EndpointId, e.id AS EventId, e.type AS EventType, e.owner AS Owner,
               COALESCE(r.created_at, e.created_at) AS CreatedAt, r.replay_of AS ReplayOf,
               {columns}
        FROM {source} AS s
        {joins}
        WHERE {condition}
        """;
}
