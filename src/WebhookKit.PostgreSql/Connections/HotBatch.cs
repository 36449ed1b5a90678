using Npgsql;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>
/// Statements of the hot path, in one round trip and one transaction. Their plans are made once and kept while the tables
/// grow from nothing to millions of rows, and an empty table invites a plan that reads all of it; so every plan but the one
/// along the index is ruled out, for this transaction only.
/// </summary>
internal static class HotBatch
{
    private const string AlongIndexes = """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
               set_config('jit', 'off', true)
        """;

    public static NpgsqlBatch Create(NpgsqlConnection connection)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AlongIndexes));
        return batch;
    }

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
}
