using Npgsql;
using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>
/// What a next numbered script does that only adds, one version ahead of the library: columns that may be null in the tables of the
/// hot path, and an index, in one transaction.
/// </summary>
internal static class NextVersion
{
    // The statements of the hot path lock these tables in more than one order, so that no order here is safe from a deadlock with
    // them. Whoever waits for less than the server takes to look for one is not part of it, holds nobody up, and can try again.
    private const string Impatience = "SET LOCAL lock_timeout = '300ms';";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>How often it was tried.</returns>
    public static async Task<int> ApplyAsync(IChaosStore store)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await TryAsync(store);
                return tries;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private static async Task TryAsync(IChaosStore store)
    {
        var prefix = StoreAccess.PrefixOf(store.Kind);
        var (first, versions, index, now) = store.Kind == StoreKind.Postgres
            ? (Impatience, "webhooks.versions", "", "clock_timestamp()")
            : ("", "webhook_schema", prefix, "CAST(unixepoch('subsec') * 1000000 AS INTEGER)");
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await using var transaction = await connection.BeginTransactionAsync();
        await StoreAccess.ExecuteAsync(
            connection,
            $"""
            {first}
            ALTER TABLE {prefix}endpoints ADD COLUMN region text;
            ALTER TABLE {prefix}queue ADD COLUMN priority integer;
            ALTER TABLE {prefix}attempts ADD COLUMN region text;
            CREATE INDEX {index}dead_letters_ended ON {prefix}dead_letters (ended_at);
            INSERT INTO {versions} (version, applied_at) SELECT MAX(version) + 1, {now} FROM {versions};
            """,
            transaction);
        await transaction.CommitAsync();
    }
}
