using Npgsql;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>
/// Statements of the hot path, in one round trip and one transaction. Their plans are made once and kept while the tables grow from
/// nothing to millions of rows, and a table that is taken for empty invites a plan that reads all of it; so every plan but the right
/// one is ruled out, for this transaction only.
/// </summary>
internal static class HotBatch
{
    // In the order of an index, from a place in it up to a limit.
    private const string InOrder = """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
               set_config('jit', 'off', true)
        """;

    // An index scan may have no condition and be joined afterwards, which reads the whole index once or for each row; a bitmap scan
    // has one always. So what is joined is looked up, row by row.
    private const string ByKey = """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
               set_config('enable_indexonlyscan', 'off', true), set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        """;

    /// <summary>A batch for statements that read along an index.</summary>
    public static NpgsqlBatch Create(NpgsqlConnection connection) => Create(connection, InOrder);

    /// <summary>A batch for statements that look up rows by keys which they have.</summary>
    public static NpgsqlBatch CreateForKeys(NpgsqlConnection connection) => Create(connection, ByKey);

    /// <summary>Runs the batch, and answers a reader that stands at the result of its first own statement.</summary>
    public static async Task<NpgsqlDataReader> ReadAsync(NpgsqlBatch batch, bool prepares, CancellationToken cancellationToken)
    {
        if (prepares)
        {
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }

    private static NpgsqlBatch Create(NpgsqlConnection connection, string settings)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(settings));
        return batch;
    }
}
