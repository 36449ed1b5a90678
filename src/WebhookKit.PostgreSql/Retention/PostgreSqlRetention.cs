using WebhookKit.PostgreSql.Connections;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Retention;

internal sealed class PostgreSqlRetention(PostgreSqlDatabase database) : IRetentionStore
{
    private readonly DeliveryPurger _deliveries = new(database);
    private readonly EventPurger _events = new(database);

    public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.RunAsync(
            async (connection, token) =>
            {
                var deliveries = await _deliveries.PurgeAsync(connection, request, token).ConfigureAwait(false);
                var events = await _events.PurgeAsync(connection, request, token).ConfigureAwait(false);
                return new PurgeResult
                {
                    Deliveries = deliveries,
                    Events = events,
                    HasMore = deliveries == request.Limit || events == request.Limit,
                };
            },
            cancellationToken);
    }
}
