using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Retention;

internal sealed class PostgreSqlRetention(PostgreSqlDatabase database) : IRetentionStore
{
    private readonly DeliveryPurger _deliveries = new(database);
    private readonly EventPurger _events = new(database);
    private readonly SequencePurger _sequences = new(database.Tables);

    public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.RunAsync(
            async (connection, token) =>
            {
                if (PurgeWindow.EndOf(request) is not { } end)
                {
                    return default(PurgeWindow).Conclude(request, deliveries: 0, events: 0);
                }

                var window = await _events.FindWindowAsync(connection, request, end, token).ConfigureAwait(false);
                var deliveries = await _deliveries.PurgeAsync(connection, request, window, token).ConfigureAwait(false);
                var events = await _events.PurgeAsync(connection, request, window, token).ConfigureAwait(false);
                if (PurgeWindow.EventsBefore(request) is { } before)
                {
                    await _sequences.PurgeAsync(connection, before, request.Limit, token).ConfigureAwait(false);
                }

                return window.Conclude(request, deliveries, events);
            },
            cancellationToken);
    }
}
