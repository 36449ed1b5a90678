using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Commands;

/// <summary>Makes new deliveries that point back to old ones.</summary>
internal sealed class DeliveryReplayer(PostgreSqlTables tables)
{
    private readonly string _exists = $"SELECT COUNT(*) FROM {tables.Replays} WHERE key = @key AND endpoint_id = @endpoint";

    // Whoever asks for the same meanwhile waits here, and then sees what it was replayed as.
    private readonly string _lock = $"""
        SELECT * FROM ({Hold(tables.DeadLetters)}) AS dead
        UNION ALL
        SELECT * FROM ({Hold(tables.Cancellations)}) AS cancelled
        """;

    // Due at once by the clock of the database, where that of the caller is ahead of it.
    private readonly string _queue = $"""
        INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, event_id)
        SELECT @key, id, LEAST(@dueAt, statement_timestamp()), 0, @eventId
        FROM {tables.Endpoints}
        WHERE id = @endpoint AND status <> {(int)EndpointStatus.Disabled}
        """;

    private readonly string _link = $"""
        INSERT INTO {tables.Replays} (key, endpoint_id, event_id, replay_of, created_at)
        VALUES (@key, @endpoint, @eventId, @original, @dueAt);

        UPDATE {tables.DeadLetters} SET replayed_as = @key WHERE key = @original AND endpoint_id = @endpoint;

        UPDATE {tables.Cancellations} SET replayed_as = @key WHERE key = @original AND endpoint_id = @endpoint
        """;

    /// <summary>Whether the replacement was made before, by a request whose answer was lost.</summary>
    public async Task<bool> ExistsAsync(NpgsqlConnection connection, ReplayItem item) =>
        await connection
            .ExecuteScalarAsync<long>(_exists, new { key = item.Replacement, endpoint = item.Original.Endpoint.Value })
            .ConfigureAwait(false) > 0;

    /// <summary>Whether a delivery is dead or cancelled and has not been replayed. Nobody else changes that before the transaction ends.</summary>
    public async Task<bool> IsUnreplayedAsync(NpgsqlConnection connection, DeliveryId original) =>
        await connection
            .ExecuteScalarAsync<int?>(_lock, new { key = original.Key, endpoint = original.Endpoint.Value })
            .ConfigureAwait(false) is not null;

    /// <summary>Answers false where the endpoint is disabled or gone.</summary>
    public async Task<bool> TryReplayAsync(NpgsqlConnection connection, ReplayItem item, EventId eventId, DateTimeOffset dueAt)
    {
        var row = new
        {
            key = item.Replacement,
            endpoint = item.Original.Endpoint.Value,
            eventId = eventId.Value,
            original = item.Original.Key,
            dueAt = dueAt.ToColumn(),
        };
        if (await connection.ExecuteAsync(_queue, row).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await connection.ExecuteAsync(_link, row).ConfigureAwait(false);
        return true;
    }

    private static string Hold(string table) =>
        $"SELECT 1 FROM {table} WHERE key = @key AND endpoint_id = @endpoint AND replayed_as IS NULL FOR UPDATE";
}
