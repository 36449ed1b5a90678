using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Retention;

/// <summary>Removes events that no delivery needs any more.</summary>
internal sealed class EventPurger(SqliteTables tables)
{
    private readonly string _findEdge = $"SELECT id FROM {tables.Events} WHERE id >= $from AND id < $end ORDER BY id LIMIT 1 OFFSET $limit";

    private readonly string _find = $"""
        SELECT e.id
        FROM {tables.Events} AS e
        WHERE e.id >= $from AND e.id < $below AND e.created_at < $before
            AND NOT EXISTS (SELECT 1 FROM {tables.Queue} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Attempts} WHERE key = e.id AND (succeeded_at IS NOT NULL OR filtered_at IS NOT NULL))
            AND NOT EXISTS (SELECT 1 FROM {tables.DeadLetters} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Cancellations} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Replays} WHERE event_id = e.id)
        """;

    private readonly string _remove = $"DELETE FROM {tables.Events} WHERE id = $id";

    // What was recorded after its delivery had been removed.
    private readonly string _removeAttempts = $"DELETE FROM {tables.Attempts} WHERE key = $id";

    /// <summary>What the step looks at.</summary>
    public PurgeWindow FindWindow(SqliteSession session, PurgeRequest request, Guid end)
    {
        using var reader = session.Query(_findEdge, ("$from", request.From.ToKey()), ("$end", end.ToKey()), ("$limit", request.Limit));
        return new PurgeWindow(request.From, reader.Read() ? BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0)) : null);
    }

    public List<byte[]> FindOld(SqliteSession session, PurgeRequest request, PurgeWindow window)
    {
        var found = new List<byte[]>();
        var before = PurgeWindow.EventsBefore(request);
        using var reader = session.Query(
            _find,
            ("$from", window.From.ToKey()),
            ("$below", window.Below(before).ToKey()),
            ("$before", before.ToMicroseconds()));
        while (reader.Read())
        {
            found.Add(reader.GetFieldValue<byte[]>(0));
        }

        return found;
    }

    public int Remove(SqliteSession session, List<byte[]> events)
    {
        var removed = 0;
        foreach (var id in events)
        {
            removed += session.Execute(_remove, ("$id", id));
            session.Execute(_removeAttempts, ("$id", id));
        }

        return removed;
    }
}
