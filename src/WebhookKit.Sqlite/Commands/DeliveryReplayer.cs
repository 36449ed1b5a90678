using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Commands;

/// <summary>Makes new deliveries that point back to old ones.</summary>
internal sealed class DeliveryReplayer(SqliteTables tables)
{
    private readonly string _exists = $"SELECT COUNT(*) FROM {tables.Replays} WHERE key = $key AND endpoint_id = $endpoint_id";

    private readonly string _isUnreplayed = $"""
        SELECT (SELECT COUNT(*) FROM {tables.DeadLetters} WHERE key = $key AND endpoint_id = $endpoint_id AND replayed_as IS NULL)
            + (SELECT COUNT(*) FROM {tables.Cancellations} WHERE key = $key AND endpoint_id = $endpoint_id AND replayed_as IS NULL)
        """;

    // Due at once by the clock of the file, where that of the caller is ahead of it.
    private readonly string _queue = $"""
        INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, event_id)
        SELECT $key, id, MIN($due_at, {SqliteTime.Now}), 0, $event_id
        FROM {tables.Endpoints}
        WHERE id = $endpoint_id AND status <> {(int)EndpointStatus.Disabled}
        """;

    private readonly string _link = $"""
        INSERT INTO {tables.Replays} (key, endpoint_id, event_id, replay_of, created_at)
        VALUES ($key, $endpoint_id, $event_id, $replay_of, $created_at)
        """;

    private readonly string _noteDead = Note(tables.DeadLetters);
    private readonly string _noteCancelled = Note(tables.Cancellations);

    /// <summary>Whether the replacement was made before, by a request whose answer was lost.</summary>
    public bool Exists(SqliteSession session, ReplayItem item) =>
        session.QueryNumber(_exists, ("$key", item.Replacement.ToKey()), ("$endpoint_id", item.Original.Endpoint.Value)) > 0;

    /// <summary>Whether a delivery is dead or cancelled and has not been replayed. Nothing changes that before the transaction ends: there is one writer.</summary>
    public bool IsUnreplayed(SqliteSession session, DeliveryId original) =>
        session.QueryNumber(_isUnreplayed, ("$key", original.Key.ToKey()), ("$endpoint_id", original.Endpoint.Value)) > 0;

    /// <summary>Answers false where the endpoint is disabled or gone.</summary>
    public bool TryReplay(SqliteSession session, ReplayItem item, EventId eventId, DateTimeOffset dueAt)
    {
        var key = item.Replacement.ToKey();
        var original = item.Original.Key.ToKey();
        var sent = eventId.Value.ToKey();
        var endpoint = item.Original.Endpoint.Value;
        var due = dueAt.ToMicroseconds();

        if (session.Execute(_queue, ("$key", key), ("$due_at", due), ("$event_id", sent), ("$endpoint_id", endpoint)) == 0)
        {
            return false;
        }

        session.Execute(
            _link, ("$key", key), ("$endpoint_id", endpoint), ("$event_id", sent), ("$replay_of", original), ("$created_at", due));
        if (session.Execute(_noteDead, ("$key", key), ("$replay_of", original), ("$endpoint_id", endpoint)) == 0)
        {
            session.Execute(_noteCancelled, ("$key", key), ("$replay_of", original), ("$endpoint_id", endpoint));
        }

        return true;
    }

    private static string Note(string table) => $"UPDATE {table} SET replayed_as = $key WHERE key = $replay_of AND endpoint_id = $endpoint_id";
}
