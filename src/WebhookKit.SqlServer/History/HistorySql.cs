using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>
/// The queries over deliveries in every state. A delivery's state is the table its row lives in, so each table is asked in turn,
/// the queue first: a delivery that moves meanwhile is then found at least once, and where it is found twice the later answer is
/// the newer one.
/// </summary>
internal sealed class HistorySql(SqlServerTables tables)
{
    private static readonly string QueueColumns = $"""
        CASE WHEN s.attempts = 0 THEN {(int)DeliveryStatus.Pending} ELSE {(int)DeliveryStatus.Failed} END AS Status,
               s.attempts AS Attempts, s.due_at AS DueAt
        """;

    private static readonly string SucceededColumns = $"{(int)DeliveryStatus.Succeeded} AS Status, s.number AS Attempts, s.succeeded_at AS EndedAt";

    private static readonly string FilteredColumns = $"{(int)DeliveryStatus.Filtered} AS Status, s.number AS Attempts, s.filtered_at AS EndedAt";

    private static readonly string DeadColumns = $"""
        {(int)DeliveryStatus.Dead} AS Status, s.attempts AS Attempts, s.ended_at AS EndedAt, s.reason AS DeadReason,
               s.replayed_as AS ReplayedAs
        """;

    private static readonly string CancelledColumns = $"""
        {(int)DeliveryStatus.Cancelled} AS Status, s.attempts AS Attempts, s.ended_at AS EndedAt, s.reason AS CancelReason,
               s.actor AS CancelledBy, s.replayed_as AS ReplayedAs
        """;

    /// <summary>
    /// One delivery, whatever its state, in five results. Waits for whoever is moving it. Parameters: <c>@key</c>, <c>@endpoint</c>,
    /// <c>@owner</c>.
    /// </summary>
    public string Find { get; } = $"""
        {FindIn(tables, QueueColumns, tables.Queue)}
        {FindIn(tables, SucceededColumns, tables.Attempts, " AND s.succeeded_at IS NOT NULL")}
        {FindIn(tables, FilteredColumns, tables.Attempts, " AND s.filtered_at IS NOT NULL")}
        {FindIn(tables, DeadColumns, tables.DeadLetters)}
        {FindIn(tables, CancelledColumns, tables.Cancellations)}
        """;

    /// <summary>Parameters: <c>@key</c>, <c>@endpoint</c>.</summary>
    public string Attempts { get; } = $"""
        SELECT number AS Number, started_at AS StartedAt, duration AS Duration, outcome AS Outcome, status_code AS StatusCode,
               error AS Error, response_excerpt AS ResponseExcerpt, next_attempt_at AS NextAttemptAt, is_stale AS IsStale
        FROM {tables.Attempts}
        WHERE [key] = @key AND endpoint_id = @endpoint
        ORDER BY number, started_at;
        """;

    /// <summary>Whole events; those that are not committed are passed over. Parameter: <c>@keys</c>.</summary>
    public string FindEvents { get; } = $"""
        {SqlBatch.Plain}
        SELECT e.id, e.type, e.owner, e.created_at, e.content_type, e.idempotency_key, e.trace_parent, e.metadata, e.payload_reference,
               e.payload, e.deliver_at, e.options
        FROM @keys AS wanted
        JOIN {tables.Events} AS e {SqlServerTables.SeekPassLocked} ON e.id = wanted.[key];
        """;

    /// <summary>Parameter: <c>@none</c>, which is zero: it makes the isolation level that of the command alone.</summary>
    public string Count { get; } = $"""
        {SqlBatch.Plain}
        SELECT COUNT_BIG(CASE WHEN attempts = @none THEN 1 END) AS Pending, COUNT_BIG(CASE WHEN attempts > @none THEN 1 END) AS Failed,
               MIN(due_at) AS OldestDueAt, (SELECT COUNT_BIG(*) FROM {tables.DeadLetters} WHERE replayed_as IS NULL) AS Dead
        FROM {tables.Queue} {SqlServerTables.PassLocked};
        """;

    /// <summary>
    /// A page from each table, each read along an index and cut off at the limit. What others are writing is passed over.
    /// Parameters: <c>@limit</c>, and for each filter the one that <see cref="Conditions"/> names.
    /// </summary>
    public string List(DeliveryListQuery query)
    {
        var conditions = Conditions(query).ToArray();
        return string.Join('\n', (string[])[SqlBatch.Plain, .. Parts(query).Select(part => ListIn(part.Columns, part.Source, [.. part.Conditions, .. conditions]))]);
    }

    private IEnumerable<(string Columns, string Source, string[] Conditions)> Parts(DeliveryListQuery query)
    {
        (string Columns, string Source, string[] Conditions) succeeded = (SucceededColumns, $"{tables.Attempts} AS s", ["s.succeeded_at IS NOT NULL"]);
        (string Columns, string Source, string[] Conditions) filtered = (FilteredColumns, $"{tables.Attempts} AS s", ["s.filtered_at IS NOT NULL"]);
        return query.Status switch
        {
            DeliveryStatus.Pending => [Queue("s.attempts = 0")],
            DeliveryStatus.Failed => [Queue("s.attempts > 0")],
            DeliveryStatus.Succeeded => [succeeded],
            DeliveryStatus.Filtered => [filtered],
            DeliveryStatus.Dead => [Dead(query.IsReplayed)],
            DeliveryStatus.Cancelled => [Cancelled(query.IsReplayed)],

            // Without a status it is dead letters that are asked for.
            _ when query.IsReplayed is not null => [Dead(query.IsReplayed)],
            _ => [Queue(), succeeded, filtered, Dead(null), Cancelled(null)],
        };
    }

    private (string Columns, string Source, string[] Conditions) Queue(params string[] conditions) =>
        (QueueColumns, $"{tables.Queue} AS s {SqlServerTables.PassLocked}", conditions);

    private (string Columns, string Source, string[] Conditions) Dead(bool? isReplayed) =>
        (DeadColumns, $"{tables.DeadLetters} AS s", Replayed(isReplayed));

    private (string Columns, string Source, string[] Conditions) Cancelled(bool? isReplayed) =>
        (CancelledColumns, $"{tables.Cancellations} AS s", Replayed(isReplayed));

    private static string[] Replayed(bool? isReplayed) => isReplayed switch
    {
        true => ["s.replayed_as IS NOT NULL"],
        false => ["s.replayed_as IS NULL"],
        null => [],
    };

    private IEnumerable<string> Conditions(DeliveryListQuery query)
    {
        if (query.After is not null)
        {
            yield return "(s.[key] < @afterKey OR (s.[key] = @afterKey AND s.endpoint_id < @afterEndpoint))";
        }

        if (query.Endpoint is not null)
        {
            yield return "s.endpoint_id = @endpoint";
        }

        if (query.Event is not null)
        {
            yield return $"s.[key] IN (SELECT @event UNION ALL SELECT again.[key] FROM {tables.Replays} AS again WHERE again.event_id = @event)";
        }

        if (query.Owner is not null)
        {
            yield return "e.owner = @owner";
        }

        // Keys sort by the millisecond: they find the range, the exact time decides.
        if (query.From is not null)
        {
            yield return "s.[key] >= @fromKey AND COALESCE(r.created_at, e.created_at) >= @from";
        }

        if (query.To is not null)
        {
            yield return "s.[key] < @toKey AND COALESCE(r.created_at, e.created_at) < @to";
        }
    }

    private string ListIn(string columns, string source, string[] conditions) => $"""
        SELECT TOP (@limit) {Select(columns)}
        FROM {source}
        LEFT JOIN {tables.Replays} AS r ON r.[key] = s.[key] AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e {SqlServerTables.PassLocked} ON e.id = COALESCE(r.event_id, s.[key])
        {(conditions.Length == 0 ? "" : "WHERE " + string.Join(" AND ", conditions))}
        ORDER BY s.[key] DESC, s.endpoint_id DESC;
        """;

    private static string FindIn(SqlServerTables tables, string columns, string source, string condition = "") => $"""
        SELECT {Select(columns)}
        FROM {source} AS s
        LEFT JOIN {tables.Replays} AS r ON r.[key] = s.[key] AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.[key])
        WHERE s.[key] = @key AND s.endpoint_id = @endpoint AND (@owner IS NULL OR e.owner = @owner){condition};
        """;

    private static string Select(string columns) => $"""
        s.[key] AS [Key], s.endpoint_id AS EndpointId, e.id AS EventId, e.type AS EventType, e.owner AS Owner,
               COALESCE(r.created_at, e.created_at) AS CreatedAt, r.replay_of AS ReplayOf,
               {columns}
        """;
}
