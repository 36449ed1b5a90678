using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.History;

internal sealed class PostgreSqlHistory(PostgreSqlDatabase database) : IHistoryStore
{
    private readonly EventReader _events = new(database);
    private readonly DeliveryReader _deliveries = new(database);

    private readonly string _count = $"""
        SELECT COUNT(*) FILTER (WHERE attempts = 0) AS Pending, COUNT(*) FILTER (WHERE attempts > 0) AS Failed, MIN(due_at) AS OldestDueAt,
               (SELECT COUNT(*) FROM {database.Tables.DeadLetters} WHERE replayed_as IS NULL) AS Dead
        FROM {database.Tables.Queue}
        """;

    public ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync(
            async (connection, token) =>
            {
                var found = await _events.FindAsync(connection, [query.Id], token).ConfigureAwait(false);
                return found.GetValueOrDefault(query.Id) is { } one && (query.Owner is null || query.Owner == one.Owner) ? one : null;
            },
            cancellationToken);
    }

    public ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, _) => FindDeliveryAsync(connection, query), cancellationToken);
    }

    public ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, token) => _deliveries.ListAsync(connection, query, token), cancellationToken);
    }

    public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (connection, token) =>
            {
                var counts = await connection
                    .QuerySingleAsync<CountRow>(new CommandDefinition(_count, cancellationToken: token))
                    .ConfigureAwait(false);
                return new DeliveryCounts
                {
                    Pending = counts.Pending,
                    Failed = counts.Failed,
                    Dead = counts.Dead,
                    OldestDueAt = UtcTime.ToMoment(counts.OldestDueAt),
                };
            },
            cancellationToken);

    private async Task<DeliveryDetails?> FindDeliveryAsync(NpgsqlConnection connection, DeliveryQuery query) =>
        await _deliveries.FindAsync(connection, query.Id, query.Owner).ConfigureAwait(false) is { } found
            ? new DeliveryDetails
            {
                Delivery = found,
                Attempts = await _deliveries.ReadAttemptsAsync(connection, query.Id).ConfigureAwait(false),
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
