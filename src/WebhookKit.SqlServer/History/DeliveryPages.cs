using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>
/// The texts of lists: a page from each table, each read along an index and cut off at the limit. What others are writing is passed over.
/// </summary>
internal sealed class DeliveryPages(SqlServerTables tables)
{
    public static readonly string QueueColumns = $"""
        CASE WHEN s.attempts = 0 THEN {(int)DeliveryStatus.Pending} ELSE {(int)DeliveryStatus.Failed} END AS Status,
               s.attempts AS Attempts, s.due_at AS DueAt
        """;

    public static readonly string SucceededColumns = $"{(int)DeliveryStatus.Succeeded} AS Status, s.number AS Attempts, s.succeeded_at AS EndedAt";

    public static readonly string FilteredColumns = $"{(int)DeliveryStatus.Filtered} AS Status, s.number AS Attempts, s.filtered_at AS EndedAt";

    public static readonly string DeadColumns = $"""
        {(int)DeliveryStatus.Dead} AS Status, s.attempts AS Attempts, s.ended_at AS EndedAt, s.reason AS DeadReason,
               s.replayed_as AS ReplayedAs
        """;

    public static readonly string CancelledColumns = $"""
        {(int)DeliveryStatus.Cancelled} AS Status, s.attempts AS Attempts, s.ended_at AS EndedAt, s.reason AS CancelReason,
               s.actor AS CancelledBy, s.replayed_as AS ReplayedAs
        """;

    /// <summary>What all states have in common, and the columns of one.</summary>
    public static string Select(string columns) => $"""
        s.[key] AS [Key], s.endpoint_id AS EndpointId, e.id AS EventId, e.type AS EventType, e.owner AS Owner,
               COALESCE(r.created_at, e.created_at) AS CreatedAt, r.replay_of AS ReplayOf,
               {columns}
        """;

    /// <summary>From the newest delivery on. Parameters: <c>@limit</c>, and one or two for each filter.</summary>
    public string Walk(DeliveryListQuery query) => Join(query, (table, hint) => $"{table} AS s {hint}", SqlServerTables.PassLocked, "");

    /// <summary>Those that have certain keys. Parameters: as of <see cref="Walk"/>, and <c>@keys</c>.</summary>
    public string LookUp(DeliveryListQuery query) =>
        Join(query, (table, hint) => $"@keys AS wanted JOIN {table} AS s {hint} ON s.[key] = wanted.[key]", SqlServerTables.SeekPassLocked, SqlServerTables.Seek);

    private string Join(DeliveryListQuery query, Func<string, string, string> source, string queueHint, string hint)
    {
        string[] conditions = [.. Conditions(query)];
        var parts = Parts(query).Select(part =>
            ListIn(part.Columns, source(part.Table, part.Table == tables.Queue ? queueHint : hint), [.. part.Conditions, .. conditions]));
        return string.Join('\n', (string[])[SqlBatch.Plain, .. parts]);
    }

    private IEnumerable<(string Columns, string Table, string[] Conditions)> Parts(DeliveryListQuery query)
    {
        (string Columns, string Table, string[] Conditions) succeeded = (SucceededColumns, tables.Attempts, ["s.succeeded_at IS NOT NULL"]);
        (string Columns, string Table, string[] Conditions) filtered = (FilteredColumns, tables.Attempts, ["s.filtered_at IS NOT NULL"]);
        (string Columns, string Table, string[] Conditions) dead = (DeadColumns, tables.DeadLetters, Replayed(query.IsReplayed));
        (string Columns, string Table, string[] Conditions) cancelled = (CancelledColumns, tables.Cancellations, Replayed(query.IsReplayed));
        return query.Status switch
        {
            DeliveryStatus.Pending => [(QueueColumns, tables.Queue, ["s.attempts = 0"])],
            DeliveryStatus.Failed => [(QueueColumns, tables.Queue, ["s.attempts > 0"])],
            DeliveryStatus.Succeeded => [succeeded],
            DeliveryStatus.Filtered => [filtered],
            DeliveryStatus.Dead => [dead],
            DeliveryStatus.Cancelled => [cancelled],

            // Without a status it is dead letters that are asked for.
            _ when query.IsReplayed is not null => [dead],
            _ => [(QueueColumns, tables.Queue, []), succeeded, filtered, dead, cancelled],
        };
    }

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
}
