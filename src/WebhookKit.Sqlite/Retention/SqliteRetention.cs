using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Deliveries;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Retention;

/// <summary>
/// Looks for what is old beside the writer, and only then asks it to remove exactly that. What has ended never becomes
/// pending again, and what nothing refers to is never referred to again, so that nothing can change in between.
/// </summary>
internal sealed class SqliteRetention(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IRetentionStore
{
    private readonly DeliveryPurger _deliveries = new(database.Tables);
    private readonly EventPurger _events = new(database.Tables);
    private readonly OrderedDeliveries _ordered = new(database.Tables);

    public async ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (PurgeWindow.EndOf(request) is not { } end)
        {
            return default(PurgeWindow).Conclude(request, deliveries: 0, events: 0);
        }

        var window = await readers.ReadAsync(session => _events.FindWindow(session, request, end), cancellationToken).ConfigureAwait(false);
        var deliveries = await readers.ReadAsync(session => _deliveries.FindOld(session, request, window), cancellationToken).ConfigureAwait(false);
        var removedDeliveries = deliveries.Count == 0
            ? 0
            : await writer.WriteAsync(session => _deliveries.Remove(session, deliveries), cancellationToken).ConfigureAwait(false);

        var events = await readers.ReadAsync(session => _events.FindOld(session, request, window), cancellationToken).ConfigureAwait(false);
        var removedEvents = events.Count == 0
            ? 0
            : await writer.WriteAsync(session => _events.Remove(session, events), cancellationToken).ConfigureAwait(false);

        if (PurgeWindow.EventsBefore(request) is { } before)
        {
            await writer.WriteAsync(session => _ordered.Purge(session, before, request.Limit), cancellationToken).ConfigureAwait(false);
        }

        return window.Conclude(request, removedDeliveries, removedEvents);
    }
}
