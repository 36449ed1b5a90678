using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Retention;

/// <summary>Removes ended deliveries with all that belongs to them.</summary>
internal sealed class DeliveryPurger(SqliteTables tables)
{
    private readonly string _findSucceeded = FindIn(tables, tables.Attempts, "(s.succeeded_at IS NOT NULL OR s.filtered_at IS NOT NULL)");
    private readonly string _findCancelled = FindIn(tables, tables.Cancellations, "TRUE");
    private readonly string _findDead = FindIn(tables, tables.DeadLetters, "TRUE");

    private readonly string _removeDead = RemoveFrom(tables.DeadLetters);
    private readonly string _removeCancelled = RemoveFrom(tables.Cancellations);
    private readonly string _removeReplay = RemoveFrom(tables.Replays);
    private readonly string _removeAttempts = RemoveFrom(tables.Attempts);

    public List<OldDelivery> FindOld(SqliteSession session, PurgeRequest request, PurgeWindow window)
    {
        var found = new List<OldDelivery>();
        Collect(session, _findSucceeded, window, request.EndedBefore, request.Limit, found);
        Collect(session, _findCancelled, window, request.EndedBefore, request.Limit, found);
        Collect(session, _findDead, window, request.DeadBefore, request.Limit, found);
        return found;
    }

    /// <summary>Answers how many were still there.</summary>
    public int Remove(SqliteSession session, List<OldDelivery> deliveries)
    {
        var removed = 0;
        foreach (var (key, endpoint) in deliveries)
        {
            var rows = session.Execute(_removeDead, ("$key", key), ("$endpoint_id", endpoint))
                + session.Execute(_removeCancelled, ("$key", key), ("$endpoint_id", endpoint))
                + session.Execute(_removeAttempts, ("$key", key), ("$endpoint_id", endpoint));
            session.Execute(_removeReplay, ("$key", key), ("$endpoint_id", endpoint));
            removed += rows > 0 ? 1 : 0;
        }

        return removed;
    }

    private static void Collect(SqliteSession session, string sql, PurgeWindow window, DateTimeOffset? before, int limit, List<OldDelivery> found)
    {
        if (before is not { } moment || found.Count >= limit)
        {
            return;
        }

        using var reader = session.Query(
            sql,
            ("$from", window.From.ToKey()),
            ("$below", window.Below(moment).ToKey()),
            ("$before", moment.ToMicroseconds()),
            ("$limit", limit - found.Count));
        while (reader.Read())
        {
            found.Add(new OldDelivery(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)));
        }
    }

    private static string FindIn(SqliteTables tables, string source, string condition) => $"""
        SELECT s.key, s.endpoint_id
        FROM {source} AS s
        LEFT JOIN {tables.Replays} AS r ON r.key = s.key AND r.endpoint_id = s.endpoint_id
        CROSS JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.key)
        WHERE {condition} AND s.key >= $from AND s.key < $below AND COALESCE(r.created_at, MAX(e.created_at, COALESCE(e.deliver_at, 0))) < $before
        ORDER BY s.key
        LIMIT $limit
        """;

    private static string RemoveFrom(string table) => $"DELETE FROM {table} WHERE key = $key AND endpoint_id = $endpoint_id";
}
