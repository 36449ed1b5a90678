using WebhookKit.Relational.Receiving;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Schema;

namespace WebhookKit.SqlServer.Receiving;

internal sealed class SqlServerProcessedEvents : RelationalProcessedEvents
{
    private readonly SqlServerDatabase _database;
    private readonly ProcessedEventSql _sql;

    private SqlServerProcessedEvents(SqlServerDatabase database, TimeProvider clock)
        : base(new SqlServerSchema(database), clock) =>
        (_database, _sql) = (database, new ProcessedEventSql(database.Tables));

    public static SqlServerProcessedEvents Over(SqlServerStoreOptions options, TimeProvider clock) => new(new SqlServerDatabase(options), clock);

    protected override async Task<long?> TryBeginAsync(byte[] key, long number, TimeSpan claimFor, TimeSpan rememberFor, CancellationToken cancellationToken) =>
        await _database.RunAsync(
            async (session, token) =>
            {
                SqlValues Values() => Of(key, number).Int("@milliseconds", Whole(claimFor.TotalMilliseconds)).Int("@seconds", Whole(rememberFor.TotalSeconds));
                var taken = await session.QueryAsync<long>(_sql.TakeOver, Values(), token).ConfigureAwait(false);
                var begun = taken.Count > 0 ? taken : await session.QueryAsync<long>(_sql.Add, Values(), token).ConfigureAwait(false);
                return begun is [var own] ? own : (long?)null;
            },
            cancellationToken).ConfigureAwait(false);

    protected override async Task<KnownEvent?> FindAsync(byte[] key, CancellationToken cancellationToken)
    {
        var found = await _database.RunAsync(
            (session, token) => session.QueryAsync<ProcessedEventRow>(_sql.Find, Of(key), token), cancellationToken).ConfigureAwait(false);
        return found is [var row] ? new KnownEvent(row.IsDone, row.ClaimedUntil - row.Now) : null;
    }

    protected override Task<int> CompleteAsync(byte[] key, long number, CancellationToken cancellationToken) => ChangeAsync(_sql.Complete, key, number, cancellationToken);

    protected override Task<int> ReleaseAsync(byte[] key, long number, CancellationToken cancellationToken) => ChangeAsync(_sql.Release, key, number, cancellationToken);

    protected override async Task<int> PurgeAsync(CancellationToken cancellationToken) =>
        await _database.RunAsync((session, token) => session.ReadNumberAsync(_sql.Purge, null, token), cancellationToken).ConfigureAwait(false);

    private async Task<int> ChangeAsync(string sql, byte[] key, long number, CancellationToken cancellationToken) =>
        (await _database.RunAsync((session, token) => session.QueryAsync<long>(sql, Of(key, number), token), cancellationToken).ConfigureAwait(false)).Count;

    private static SqlValues Of(byte[] key) => new SqlValues().Hash("@key", key);

    private static SqlValues Of(byte[] key, long number) => Of(key).Long("@number", number);

    // Rounded up, and no more than the server's dates can be moved by at once: claims of 24 days, and events remembered for 68 years.
    private static int Whole(double value) => (int)Math.Min(int.MaxValue, Math.Ceiling(value));
}
