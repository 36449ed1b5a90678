using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Retention;

/// <summary>Removes events that no delivery needs any more, oldest first, in one statement.</summary>
internal sealed class EventPurger(PostgreSqlDatabase database)
{
    // What removes deliveries sorts all of the window. So no more attempts lie in it than events may, unless they are of one event.
    private readonly string _findEdge = $"""
        SELECT LEAST(
            (SELECT id FROM {database.Tables.Events} WHERE id >= $1 AND id < $2 ORDER BY id OFFSET $3 LIMIT 1),
            (SELECT GREATEST(
                attempted.key,
                COALESCE((SELECT id FROM {database.Tables.Events} WHERE id > $1 AND id < $2 ORDER BY id LIMIT 1), $2))
             FROM (SELECT key FROM {database.Tables.Attempts} WHERE key >= $1 AND key < $2 ORDER BY key OFFSET $3 LIMIT 1) AS attempted))
        """;

    // Attempts that are left were recorded after their delivery had been removed.
    private readonly string _purge = $"""
        WITH old AS MATERIALIZED (
            SELECT e.id
            FROM {database.Tables.Events} AS e
            WHERE e.id >= $1 AND e.id < $2 AND e.created_at < $3
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Queue} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Attempts} WHERE key = e.id AND {DeliveryPurger.HasEnded})
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.DeadLetters} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Cancellations} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Replays} WHERE event_id = e.id)
        ), attempted AS (
            DELETE FROM {database.Tables.Attempts} AS gone USING old WHERE gone.key = old.id
        ), removed AS (
            DELETE FROM {database.Tables.Events} AS gone USING old WHERE gone.id = old.id
        )
        SELECT COUNT(*) FROM old
        """;

    /// <summary>What the step looks at.</summary>
    public async Task<PurgeWindow> FindWindowAsync(NpgsqlConnection connection, PurgeRequest request, Guid end, CancellationToken cancellationToken)
    {
        var find = new NpgsqlBatchCommand(_findEdge);
        find.Parameters.AddTyped(request.From);
        find.Parameters.AddTyped(end);
        find.Parameters.AddTyped((long)request.Limit);
        return new PurgeWindow(request.From, await ReadAsync<Guid?>(HotBatch.Create(connection), find, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Answers how many there were.</summary>
    public async Task<int> PurgeAsync(NpgsqlConnection connection, PurgeRequest request, PurgeWindow window, CancellationToken cancellationToken)
    {
        var before = PurgeWindow.EventsBefore(request);
        var purge = new NpgsqlBatchCommand(_purge);
        purge.Parameters.AddTyped(window.From);
        purge.Parameters.AddTyped(window.Below(before));
        purge.Parameters.AddTyped((before ?? DateTimeOffset.MinValue).ToColumn());
        return (int)await ReadAsync<long>(HotBatch.CreateForKeys(connection), purge, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T?> ReadAsync<T>(NpgsqlBatch batch, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batchDisposal = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(command);

        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? await reader.GetFieldValueAsync<T>(0, cancellationToken).ConfigureAwait(false)
            : default;
    }
}
