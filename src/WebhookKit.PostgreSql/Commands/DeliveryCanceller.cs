using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.Commands;

/// <summary>Moves pending deliveries out of the queue for good.</summary>
internal sealed class DeliveryCanceller(PostgreSqlTables tables)
{
    private readonly string _cancelOne = Move(tables, "key = @key AND endpoint_id = @endpoint");
    private readonly string _cancelAll = Move(tables, "endpoint_id = @endpoint");

    /// <summary>Answers false where the delivery is not pending.</summary>
    public async Task<bool> CancelAsync(NpgsqlConnection connection, DeliveryId id, DateTimeOffset at, string? reason, string actor) =>
        await connection.ExecuteAsync(
            _cancelOne,
            new { key = id.Key, endpoint = id.Endpoint.Value, at = at.ToColumn(), reason, actor }).ConfigureAwait(false) > 0;

    public Task CancelAllAsync(NpgsqlConnection connection, EndpointId endpoint, DateTimeOffset at, string reason, string actor) =>
        connection.ExecuteAsync(_cancelAll, new { endpoint = endpoint.Value, at = at.ToColumn(), reason, actor });

    private static string Move(PostgreSqlTables tables, string condition) => $"""
        WITH ended AS (DELETE FROM {tables.Queue} WHERE {condition} RETURNING key, endpoint_id, attempts)
        INSERT INTO {tables.Cancellations} (key, endpoint_id, attempts, ended_at, reason, actor)
        SELECT key, endpoint_id, attempts, @at, @reason, @actor FROM ended
        """;
}
