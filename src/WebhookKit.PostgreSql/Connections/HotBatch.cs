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

    /// <summary>
    /// The settings for statements that look up rows by keys which they have, in the order of the keys, up to a limit. Without sorting there is
    /// one index to do that along: the one that begins with the key.
    /// </summary>
    public const string InOrderOfKeys = $"""
        {InOrder}, set_config('enable_sort', 'off', true)
        """;

    /// <summary>A table that is taken for one of fewer rows than this may have plans that read all of it.</summary>
    private const int FewRows = 10_000;

    /// <summary>What the server takes a page for that it has not seen: more than this.</summary>
    private const int RowsOfPage = 40;

    /// <summary>A batch for statements that read along an index.</summary>
    public static NpgsqlBatch Create(NpgsqlConnection connection) => Create(connection, InOrder);

    /// <summary>A batch for statements that look up rows by keys which they have.</summary>
    public static NpgsqlBatch CreateForKeys(NpgsqlConnection connection) => Create(connection, ByKey);

    /// <summary>
    /// The settings for statements that look up rows of one table by keys. An index scan takes half the time of a bitmap scan, and is left in
    /// where the server, by what its planner goes by, takes the table for one of many rows: then it has the keys for its condition, and such a
    /// plan stays right. A table that was never swept is never taken for empty.
    /// </summary>
    /// <param name="table">The table, quoted.</param>
    public static string ForKeysOf(string table) => $"""
        SELECT set_config('enable_seqscan', 'off', true),
               set_config('enable_indexscan', CASE
                   WHEN reltuples < 0
                       OR pg_relation_size(oid) / 8192 * (CASE WHEN relpages > 0 THEN reltuples / relpages ELSE {RowsOfPage} END) >= {FewRows}
                   THEN 'on' ELSE 'off' END, true),
               set_config('enable_indexonlyscan', 'off', true), set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        FROM pg_catalog.pg_class WHERE oid = '{table.Replace("'", "''", StringComparison.Ordinal)}'::regclass
        """;

    /// <summary>A batch that begins with settings.</summary>
    public static NpgsqlBatch Create(NpgsqlConnection connection, string settings)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(settings));
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
