using Dapper;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.Schema;
using WebhookKit.Relational.Receiving;

namespace WebhookKit.PostgreSql.Receiving;

internal sealed class PostgreSqlProcessedEvents : RelationalProcessedEvents, IDisposable, IAsyncDisposable
{
    private readonly PostgreSqlDatabase _database;
    private readonly string _begin;
    private readonly string _find;
    private readonly string _complete;
    private readonly string _release;
    private readonly string _purge;

    private PostgreSqlProcessedEvents(PostgreSqlDatabase database, TimeProvider clock)
        : base(new PostgreSqlSchema(database), clock)
    {
        _database = database;
        var events = database.Tables.ProcessedEvents;
        _begin = $"""
            INSERT INTO {events} AS known (key, number, is_done, claimed_until, forget_at)
            VALUES (@key, @number, FALSE, clock_timestamp() + @claimFor, clock_timestamp() + @rememberFor)
            ON CONFLICT (key) DO UPDATE
            SET number = GREATEST(known.number + 1, excluded.number), is_done = FALSE, claimed_until = excluded.claimed_until, forget_at = excluded.forget_at
            WHERE known.forget_at <= clock_timestamp() OR (NOT known.is_done AND known.claimed_until <= clock_timestamp())
            RETURNING number
            """;
        _find = $"""
            SELECT is_done AS IsDone, claimed_until - clock_timestamp() AS FreeAfter
            FROM {events} WHERE key = @key AND forget_at > clock_timestamp()
            """;
        _complete = $"UPDATE {events} SET is_done = TRUE WHERE key = @key AND number = @number AND forget_at > clock_timestamp()";
        _release = $"""
            UPDATE {events} SET number = number + 1, claimed_until = clock_timestamp()
            WHERE key = @key AND number = @number AND NOT is_done AND forget_at > clock_timestamp()
            """;
        _purge = $"""
            DELETE FROM {events} WHERE key IN (
                SELECT key FROM {events} WHERE forget_at <= clock_timestamp() ORDER BY forget_at LIMIT {PurgeLimit} FOR UPDATE SKIP LOCKED)
            """;
    }

    public static PostgreSqlProcessedEvents Over(PostgreSqlStoreOptions options, TimeProvider clock) => new(new PostgreSqlDatabase(options, clock), clock);

    public void Dispose() => _database.Dispose();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override async Task<long?> TryBeginAsync(byte[] key, long number, TimeSpan claimFor, TimeSpan rememberFor, CancellationToken cancellationToken) =>
        await _database.RunAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(_begin, new { key, number, claimFor, rememberFor }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);

    protected override async Task<KnownEvent?> FindAsync(byte[] key, CancellationToken cancellationToken)
    {
        var found = await _database.RunAsync(
            (connection, token) => connection.QueryAsync<(bool IsDone, TimeSpan FreeAfter)>(new CommandDefinition(_find, new { key }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return found.Select(row => (KnownEvent?)new KnownEvent(row.IsDone, row.FreeAfter)).SingleOrDefault();
    }

    protected override Task<int> CompleteAsync(byte[] key, long number, CancellationToken cancellationToken) => ExecuteAsync(_complete, new { key, number }, cancellationToken);

    protected override Task<int> ReleaseAsync(byte[] key, long number, CancellationToken cancellationToken) => ExecuteAsync(_release, new { key, number }, cancellationToken);

    protected override Task<int> PurgeAsync(CancellationToken cancellationToken) => ExecuteAsync(_purge, null, cancellationToken);

    private async Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        await _database.RunAsync((connection, token) => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: token)), cancellationToken).ConfigureAwait(false);
}
