using WebhookKit.Relational.Receiving;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Schema;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.Receiving;

internal sealed class SqliteProcessedEvents : RelationalProcessedEvents, IDisposable
{
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;
    private readonly string _begin;
    private readonly string _find;
    private readonly string _complete;
    private readonly string _release;
    private readonly string _purge;

    private SqliteProcessedEvents(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer, TimeProvider clock)
        : base(new SqliteSchema(database, readers, writer), clock)
    {
        (_readers, _writer) = (readers, writer);
        var events = database.Tables.ProcessedEvents;
        _begin = $"""
            INSERT INTO {events} (key, number, is_done, claimed_until, forget_at)
            VALUES ($key, $number, 0, {SqliteTime.Now} + $claim, {SqliteTime.Now} + $remember)
            ON CONFLICT (key) DO UPDATE
            SET number = MAX(number + 1, excluded.number), is_done = 0, claimed_until = excluded.claimed_until, forget_at = excluded.forget_at
            WHERE forget_at <= {SqliteTime.Now} OR (is_done = 0 AND claimed_until <= {SqliteTime.Now})
            RETURNING number
            """;
        _find = $"SELECT is_done, claimed_until - {SqliteTime.Now} FROM {events} WHERE key = $key AND forget_at > {SqliteTime.Now}";
        _complete = $"UPDATE {events} SET is_done = 1 WHERE key = $key AND number = $number AND forget_at > {SqliteTime.Now}";
        _release = $"""
            UPDATE {events} SET number = number + 1, claimed_until = {SqliteTime.Now}
            WHERE key = $key AND number = $number AND is_done = 0 AND forget_at > {SqliteTime.Now}
            """;
        _purge = $"DELETE FROM {events} WHERE key IN (SELECT key FROM {events} WHERE forget_at <= {SqliteTime.Now} ORDER BY forget_at LIMIT {PurgeLimit})";
    }

    public static SqliteProcessedEvents Over(SqliteStoreOptions options, TimeProvider clock)
    {
        var database = new SqliteDatabase(options);
        return new SqliteProcessedEvents(database, new SqliteReaders(database), new SqliteWriter(database), clock);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
    }

    protected override async Task<long?> TryBeginAsync(byte[] key, long number, TimeSpan claimFor, TimeSpan rememberFor, CancellationToken cancellationToken)
    {
        var begun = await _writer.WriteAsync(
            session => session.QueryNumber(
                _begin, ("$key", key), ("$number", number), ("$claim", (long)claimFor.TotalMicroseconds), ("$remember", (long)rememberFor.TotalMicroseconds)),
            cancellationToken).ConfigureAwait(false);
        return begun == 0 ? null : begun;
    }

    protected override async Task<KnownEvent?> FindAsync(byte[] key, CancellationToken cancellationToken) =>
        await _readers.ReadAsync<KnownEvent?>(
            session =>
            {
                using var reader = session.Query(_find, ("$key", key));
                return reader.Read() ? new KnownEvent(reader.GetBoolean(0), TimeSpan.FromMicroseconds(reader.GetInt64(1))) : null;
            },
            cancellationToken).ConfigureAwait(false);

    protected override Task<int> CompleteAsync(byte[] key, long number, CancellationToken cancellationToken) => ChangeAsync(_complete, key, number, cancellationToken);

    protected override Task<int> ReleaseAsync(byte[] key, long number, CancellationToken cancellationToken) => ChangeAsync(_release, key, number, cancellationToken);

    protected override async Task<int> PurgeAsync(CancellationToken cancellationToken) =>
        await _writer.WriteAsync(session => session.Execute(_purge), cancellationToken).ConfigureAwait(false);

    private async Task<int> ChangeAsync(string sql, byte[] key, long number, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(session => session.Execute(sql, ("$key", key), ("$number", number)), cancellationToken).ConfigureAwait(false);
}
