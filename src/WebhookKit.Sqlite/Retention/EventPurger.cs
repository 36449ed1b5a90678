using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Retention;

/// <summary>Removes events that no delivery needs any more.</summary>
internal sealed class EventPurger(SqliteTables tables)
{
    private readonly string _find = $"""
        SELECT e.id
        FROM {tables.Events} AS e
        WHERE e.id < $before_key AND e.created_at < $before
            AND NOT EXISTS (SELECT 1 FROM {tables.Queue} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Attempts} WHERE key = e.id AND succeeded_at IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM {tables.DeadLetters} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Cancellations} WHERE key = e.id)
            AND NOT EXISTS (SELECT 1 FROM {tables.Replays} WHERE event_id = e.id)
        ORDER BY e.id
        LIMIT $limit
        """;

    private readonly string _remove = $"DELETE FROM {tables.Events} WHERE id = $id";

    // What was recorded after its delivery had been removed.
    private readonly string _removeAttempts = $"DELETE FROM {tables.Attempts} WHERE key = $id";

    public List<byte[]> FindOld(SqliteSession session, PurgeRequest request)
    {
        var found = new List<byte[]>();
        if (Later(request.EndedBefore, request.DeadBefore) is not { } before)
        {
            return found;
        }

        using var reader = session.Query(
            _find,
            ("$before_key", TimeKey.AboveAllAt(before).ToKey()),
            ("$before", before.ToMicroseconds()),
            ("$limit", request.Limit));
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

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
