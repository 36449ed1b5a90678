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
    private readonly DeliveryPages _pages = new(tables);

    /// <summary>
    /// One delivery, whatever its state, in five results. Waits for whoever is moving it. Parameters: <c>@key</c>, <c>@endpoint</c>,
    /// <c>@owner</c>.
    /// </summary>
    public string Find { get; } = $"""
        {FindIn(tables, DeliveryPages.QueueColumns, tables.Queue)}
        {FindIn(tables, DeliveryPages.SucceededColumns, tables.Attempts, " AND s.succeeded_at IS NOT NULL")}
        {FindIn(tables, DeliveryPages.FilteredColumns, tables.Attempts, " AND s.filtered_at IS NOT NULL")}
        {FindIn(tables, DeliveryPages.DeadColumns, tables.DeadLetters)}
        {FindIn(tables, DeliveryPages.CancelledColumns, tables.Cancellations)}
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
    /// Parameters: <c>@limit</c>, and one or two for each filter.
    /// </summary>
    public string List(DeliveryListQuery query) => _pages.Walk(query);

    private static string FindIn(SqlServerTables tables, string columns, string source, string condition = "") => $"""
        SELECT {DeliveryPages.Select(columns)}
        FROM {source} AS s
        LEFT JOIN {tables.Replays} AS r ON r.[key] = s.[key] AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.[key])
        WHERE s.[key] = @key AND s.endpoint_id = @endpoint AND (@owner IS NULL OR e.owner = @owner){condition};
        """;
}
