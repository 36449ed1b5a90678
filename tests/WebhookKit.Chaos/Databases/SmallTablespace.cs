namespace WebhookKit.Chaos.Databases;

/// <summary>
/// Moves all tables to a small disk. The log of the server stays where it is: without room for that it ends, which is another
/// fault.
/// </summary>
internal static class SmallTablespace
{
    public static async Task MoveToAsync(PostgreSqlChaosStore store, string folder)
    {
        // The server wants the folder to be its own, and runs under another account than this process does.
        await store.Cluster.ExecuteAsync($"COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; mkdir -m 700 {folder}/tables'");
        await store.Cluster.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{folder}/tables'");
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await StoreAccess.ExecuteAsync(connection, "ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE small");
        await StoreAccess.ExecuteAsync(connection, "ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE small");
    }
}
