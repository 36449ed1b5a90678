using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.History;

internal sealed class SqliteHistory(SqliteDatabase database, SqliteReaders readers) : IHistoryStore
{
    private readonly EventReader _events = new(database.Tables);
    private readonly DeliveryReader _deliveries = new(database.Tables);

    private readonly string _countQueue = $"SELECT COUNT(*), COUNT(*) FILTER (WHERE attempts > 0), MIN(due_at) FROM {database.Tables.Queue}";

    private readonly string _countDead = $"SELECT COUNT(*) FROM {database.Tables.DeadLetters} WHERE replayed_as IS NULL";

    public ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(
            session => _events.Find(session, query.Id) is { } found && (query.Owner is null || query.Owner == found.Owner) ? found : null,
            cancellationToken);
    }

    public ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(
            session => _deliveries.Find(session, query.Id, query.Owner) is { } found
                ? new DeliveryDetails { Delivery = found, Attempts = _deliveries.ReadAttempts(session, query.Id) }
                : null,
            cancellationToken);
    }

    public ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.SearchAsync(session => _deliveries.List(session, query), cancellationToken);
    }

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default) =>
        readers.SearchAsync(Count, cancellationToken);

    private DeliveryCounts Count(SqliteSession session)
    {
        using var queue = session.Query(_countQueue);
        queue.Read();
        var all = queue.GetInt64(0);
        var failed = queue.GetInt64(1);

        return new DeliveryCounts
        {
            Pending = all - failed,
            Failed = failed,
            Dead = session.QueryNumber(_countDead),
            OldestDueAt = queue.IsDBNull(2) ? null : SqliteTime.ToMoment(queue.GetInt64(2)),
        };
    }
}
