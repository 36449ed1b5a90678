using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>Of pending deliveries with the same coalescing key, keeps the last.</summary>
internal sealed class DeliveryCoalescer(PostgreSqlTables tables)
{
    private readonly string _keepLast = $"""
        WITH last AS MATERIALIZED (
            SELECT key FROM {tables.Queue}
            WHERE endpoint_id = @endpoint AND coalescing_key = @coalescingKey
            ORDER BY queued_at DESC, key DESC
            LIMIT 1
        ), older AS MATERIALIZED (
            SELECT key FROM {tables.Queue}
            WHERE endpoint_id = @endpoint AND coalescing_key = @coalescingKey AND key <> (SELECT key FROM last)
            ORDER BY queued_at, key
            LIMIT @limit
            FOR UPDATE
        ), ended AS (
            DELETE FROM {tables.Queue} AS queued USING older
            WHERE queued.key = older.key AND queued.endpoint_id = @endpoint
            RETURNING queued.key, queued.attempts
        ), cancelled AS (
            INSERT INTO {tables.Cancellations} (key, endpoint_id, attempts, ended_at, reason, actor, replayed_as)
            SELECT ended.key, @endpoint, ended.attempts, @at, @reason, @actor, last.key FROM ended, last
        )
        SELECT (SELECT key FROM last) AS Last, (SELECT COUNT(*) FROM ended) AS Replaced
        """;

    public async Task<CoalesceResult> CoalesceAsync(NpgsqlConnection connection, CoalesceRequest request, CancellationToken cancellationToken)
    {
        var (last, replaced) = await connection.QuerySingleAsync<(Guid? Last, long Replaced)>(new CommandDefinition(
            _keepLast,
            new
            {
                endpoint = request.Endpoint.Value,
                coalescingKey = request.CoalescingKey,
                at = request.At.ToColumn(),
                reason = request.Reason,
                actor = request.Actor,
                limit = request.Limit,
            },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
        return new CoalesceResult(last is { } key ? new DeliveryId(key, request.Endpoint) : null, (int)replaced);
    }
}
