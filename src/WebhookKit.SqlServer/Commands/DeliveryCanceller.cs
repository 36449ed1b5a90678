using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Commands;

/// <summary>Moves pending deliveries out of the queue for good.</summary>
internal sealed class DeliveryCanceller(SqlServerTables tables)
{
    private readonly CommandSql _sql = new(tables);

    /// <summary>Answers false where the delivery is not pending.</summary>
    public async Task<bool> CancelAsync(
        SqlSession session, DeliveryId id, DateTimeOffset at, string? reason, string actor, CancellationToken cancellationToken) =>
        await session.ReadNumberAsync(
            _sql.Cancel, ValuesOf(id.Endpoint, at, reason, actor).Key("@key", id.Key), cancellationToken).ConfigureAwait(false) > 0;

    public Task CancelAllAsync(
        SqlSession session, EndpointId endpoint, DateTimeOffset at, string reason, string actor, CancellationToken cancellationToken) =>
        session.ExecuteAsync(_sql.CancelAll, ValuesOf(endpoint, at, reason, actor), cancellationToken);

    private static SqlValues ValuesOf(EndpointId endpoint, DateTimeOffset at, string? reason, string actor) =>
        new SqlValues().Long("@endpoint", endpoint.Value).Moment("@at", at).Text("@reason", reason).Text("@actor", actor);
}
