using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Retention;

/// <summary>Removes events that no delivery needs any more, oldest first, in one statement.</summary>
internal sealed class EventPurger(PostgreSqlDatabase database)
{
    // Attempts that are left were recorded after their delivery had been removed.
    private readonly string _purge = $"""
        WITH old AS MATERIALIZED (
            SELECT e.id
            FROM {database.Tables.Events} AS e
            WHERE e.id < $1 AND e.created_at < $2
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Queue} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Attempts} WHERE key = e.id AND succeeded_at IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.DeadLetters} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Cancellations} WHERE key = e.id)
                AND NOT EXISTS (SELECT 1 FROM {database.Tables.Replays} WHERE event_id = e.id)
            ORDER BY e.id
            LIMIT $3
        ), attempted AS (
            DELETE FROM {database.Tables.Attempts} AS gone USING old WHERE gone.key = old.id
        ), removed AS (
            DELETE FROM {database.Tables.Events} AS gone USING old WHERE gone.id = old.id
        )
        SELECT COUNT(*) FROM old
        """;

    /// <summary>Answers how many there were.</summary>
    public async Task<int> PurgeAsync(NpgsqlConnection connection, PurgeRequest request, CancellationToken cancellationToken)
    {
        if (Later(request.EndedBefore, request.DeadBefore) is not { } before)
        {
            return 0;
        }

        var batch = HotBatch.Create(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var purge = new NpgsqlBatchCommand(_purge);
        purge.Parameters.AddTyped(TimeKey.AboveAllAt(before));
        purge.Parameters.AddTyped(before.ToColumn());
        purge.Parameters.AddTyped((long)request.Limit);
        batch.BatchCommands.Add(purge);

        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (int)reader.GetInt64(0);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
