using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

internal sealed class SqlServerHistory(SqlServerDatabase database) : IHistoryStore
{
    private readonly HistorySql _sql = new(database.Tables);
    private readonly EventReader _events = new(database.Tables);
    private readonly DeliveryReader _deliveries = new(database.Tables);

    public ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync(
            async (session, token) =>
            {
                var found = await _events.FindAsync(session, [query.Id], token).ConfigureAwait(false);
                return found.GetValueOrDefault(query.Id) is { } one && (query.Owner is null || query.Owner == one.Owner) ? one : null;
            },
            cancellationToken);
    }

    public ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => FindDeliveryAsync(session, query, token), cancellationToken);
    }

    public ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => _deliveries.ListAsync(session, query, token), cancellationToken);
    }

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (session, token) =>
            {
                var counts = (await session
                    .QueryAsync<CountRow>(_sql.Count, new SqlValues().Int("@none", 0), token)
                    .ConfigureAwait(false)).Single();
                return new DeliveryCounts
                {
                    Pending = counts.Pending,
                    Failed = counts.Failed,
                    Dead = counts.Dead,
                    OldestDueAt = UtcTime.ToMoment(counts.OldestDueAt),
                };
            },
            cancellationToken);

    private async Task<DeliveryDetails?> FindDeliveryAsync(SqlSession session, DeliveryQuery query, CancellationToken cancellationToken) =>
        await _deliveries.FindAsync(session, query.Id, query.Owner, cancellationToken).ConfigureAwait(false) is { } found
            ? new DeliveryDetails
            {
                Delivery = found,
                Attempts = await _deliveries.ReadAttemptsAsync(session, query.Id, cancellationToken).ConfigureAwait(false),
            }
            : null;

    private sealed class CountRow
    {
        public required long Pending { get; init; }

        public required long Failed { get; init; }

        public required long Dead { get; init; }

        public DateTime? OldestDueAt { get; init; }
    }
}
