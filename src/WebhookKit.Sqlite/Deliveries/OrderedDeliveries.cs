using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

/// <summary>What is written for deliveries in order alone.</summary>
internal sealed class OrderedDeliveries(SqliteTables tables)
{
    // Whoever records late, or again, takes nothing back.
    private readonly string _useUp = $"""
        INSERT INTO {tables.Sequences} (endpoint_id, ordering_key, last, used_at)
        VALUES ($endpoint_id, $ordering_key, $last, $used_at)
        ON CONFLICT DO UPDATE SET last = MAX(last, excluded.last), used_at = MAX(used_at, excluded.used_at)
        """;

    private readonly string _postpone = $"""
        UPDATE {tables.Queue} SET due_at = $due_at WHERE key = $key AND endpoint_id = $endpoint_id AND due_at < $due_at
        """;

    private readonly string _purge = $"""
        DELETE FROM {tables.Sequences}
        WHERE (endpoint_id, ordering_key) IN (
            SELECT endpoint_id, ordering_key FROM {tables.Sequences} WHERE used_at < $before ORDER BY used_at LIMIT $limit)
        """;

    /// <summary>Notes the number that an outcome uses up, where it has one.</summary>
    public void UseUp(SqliteSession session, DeliveryOutcome outcome)
    {
        if (outcome.OrderingKey is { } key)
        {
            session.Execute(
                _useUp,
                ("$endpoint_id", outcome.Delivery.Endpoint.Value),
                ("$ordering_key", key),
                ("$last", outcome.Sequence),
                ("$used_at", outcome.At.ToMicroseconds()));
        }
    }

    public int Postpone(SqliteSession session, IEnumerable<DeliveryId> deliveries, DateTimeOffset until)
    {
        var dueAt = until.ToMicroseconds();
        return deliveries.Sum(delivery => session.Execute(
            _postpone, ("$due_at", dueAt), ("$key", delivery.Key.ToKey()), ("$endpoint_id", delivery.Endpoint.Value)));
    }

    /// <summary>Removes the numbers of ordering keys that nothing was sent with for long.</summary>
    public int Purge(SqliteSession session, DateTimeOffset before, int limit) =>
        session.Execute(_purge, ("$before", before.ToMicroseconds()), ("$limit", limit));
}
