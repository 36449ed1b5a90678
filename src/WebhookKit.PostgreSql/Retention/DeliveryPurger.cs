using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Retention;

/// <summary>Removes ended deliveries with all that belongs to them, oldest first, in one statement.</summary>
internal sealed class DeliveryPurger(PostgreSqlDatabase database)
{
    /// <summary>
    /// Has succeeded, or was filtered. Said so that the indexes of those do not answer it: they are in the order of endpoints, and a range
    /// of keys would read all of them.
    /// </summary>
    public const string HasEnded = "COALESCE(succeeded_at, filtered_at, 'infinity') < 'infinity'";

    /// <summary>A bulk replay locks what it repeats one after the other, the newest first: who waits for it the other way round ends in a deadlock.</summary>
    private const string PassOverLocked = "FOR UPDATE OF s SKIP LOCKED";

    private readonly string _purge = $"""
        WITH old AS MATERIALIZED (
            ({Find(database.Tables, database.Tables.Attempts, HasEnded, "$1", "$2")})
            UNION ALL
            (SELECT * FROM ({Find(database.Tables, database.Tables.Cancellations, "TRUE", "$1", "$2")} {PassOverLocked}) AS unlocked)
            UNION ALL
            (SELECT * FROM ({Find(database.Tables, database.Tables.DeadLetters, "TRUE", "$3", "$4")} {PassOverLocked}) AS unlocked)
            LIMIT $5
        ),
        dead AS ({Remove(database.Tables.DeadLetters)}),
        cancelled AS ({Remove(database.Tables.Cancellations)}),
        replayed AS ({Remove(database.Tables.Replays)}),
        attempted AS ({Remove(database.Tables.Attempts)})
        SELECT COUNT(*) FROM old
        """;

    /// <summary>Answers how many there were.</summary>
    public async Task<int> PurgeAsync(NpgsqlConnection connection, PurgeRequest request, PurgeWindow window, CancellationToken cancellationToken)
    {
        var batch = HotBatch.CreateForKeys(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var purge = new NpgsqlBatchCommand(_purge);
        AddMoment(purge.Parameters, window, request.EndedBefore);
        AddMoment(purge.Parameters, window, request.DeadBefore);
        purge.Parameters.AddTyped((long)request.Limit);
        purge.Parameters.AddTyped(window.From);
        batch.BatchCommands.Add(purge);

        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (int)reader.GetInt64(0);
    }

    // Nothing is older than the beginning of time.
    private static void AddMoment(NpgsqlParameterCollection parameters, PurgeWindow window, DateTimeOffset? before)
    {
        parameters.AddTyped(window.Below(before));
        parameters.AddTyped((before ?? DateTimeOffset.MinValue).ToColumn());
    }

    private static string Find(PostgreSqlTables tables, string source, string condition, string key, string moment) => $"""
        SELECT s.key, s.endpoint_id
        FROM {source} AS s
        LEFT JOIN {tables.Replays} AS r ON r.key = s.key AND r.endpoint_id = s.endpoint_id
        JOIN {tables.Events} AS e ON e.id = COALESCE(r.event_id, s.key)
        WHERE {condition} AND s.key >= $6 AND s.key < {key} AND COALESCE(r.created_at, GREATEST(e.deliver_at, e.created_at)) < {moment}
        ORDER BY s.key
        LIMIT $5
        """;

    private static string Remove(string table) =>
        $"DELETE FROM {table} AS gone USING old WHERE gone.key = old.key AND gone.endpoint_id = old.endpoint_id";
}
