using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>
/// Keeps what is removed from the history, by triggers, so that it can be checked all the same; and notes what is removed although
/// a delivery still needs it.
/// </summary>
internal static class RemovedHistory
{
    /// <summary>What names what is removed: the key of a delivery, or the id of an event.</summary>
    private static readonly (string Table, string Key)[] Kept =
        [("events", "id"), ("attempts", "key"), ("dead_letters", "key"), ("cancellations", "key"), ("replays", "key")];

    public static string PrefixOf(StoreKind kind) => kind == StoreKind.Postgres ? "chaos_removed." : "chaos_removed_";

    public static bool Keeps(string table) => Kept.Any(kept => kept.Table == table);

    public static async Task KeepAsync(IChaosStore store)
    {
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        var (prefix, removed) = (StoreAccess.PrefixOf(store.Kind), PrefixOf(store.Kind));
        var isPostgres = store.Kind == StoreKind.Postgres;
        await StoreAccess.ExecuteAsync(connection, (isPostgres ? "CREATE SCHEMA chaos_removed; " : "") + $"CREATE TABLE {removed}needed (source text NOT NULL)");
        foreach (var (table, key) in Kept)
        {
            await StoreAccess.ExecuteAsync(connection, $"CREATE TABLE {removed}{table} AS SELECT * FROM {prefix}{table} WHERE 1 = 0");
            var keep = isPostgres
                ? InPostgres(table, NeededBy(prefix, table, key, "gone"))
                : InSqlite(table, NeededBy(prefix, table, key, "OLD"), await ColumnsOfAsync(connection, prefix + table));
            await StoreAccess.ExecuteAsync(connection, keep);
        }
    }

    /// <summary>The deliveries that are pending and need a row.</summary>
    private static string NeededBy(string prefix, string table, string key, string row) =>
        table == "events"
            ? $"{prefix}queue AS pending WHERE COALESCE(pending.event_id, pending.key) = {row}.{key}"
            : $"{prefix}queue AS pending WHERE pending.key = {row}.{key} AND pending.endpoint_id = {row}.endpoint_id";

    // The store rules plans out for its own statements, among them those that look up a thousand rows at once; and a plan that is
    // kept from when the queue was empty would read all of it for each row.
    private static string InPostgres(string table, string needed) => $"""
        CREATE FUNCTION chaos_removed.keep_{table}() RETURNS trigger LANGUAGE plpgsql
        SET enable_hashjoin = on SET enable_seqscan = on SET enable_nestloop = off AS $$
        BEGIN
            INSERT INTO chaos_removed.{table} SELECT * FROM gone;
            INSERT INTO chaos_removed.needed SELECT '{table}' FROM gone WHERE EXISTS (SELECT FROM {needed});
            RETURN NULL;
        END $$;
        CREATE TRIGGER keep AFTER DELETE ON webhooks.{table} REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION chaos_removed.keep_{table}()
        """;

    private static string InSqlite(string table, string needed, IEnumerable<string> columns) => $"""
        CREATE TRIGGER chaos_keep_{table} AFTER DELETE ON webhook_{table}
        BEGIN
            INSERT INTO chaos_removed_{table} VALUES ({string.Join(", ", columns.Select(column => $"OLD.{column}"))});
            INSERT INTO chaos_removed_needed SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {needed});
        END
        """;

    private static async Task<IReadOnlyList<string>> ColumnsOfAsync(System.Data.Common.DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid";
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
