using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WebhookKit.Sqlite.Connections;

/// <summary>A bounded set of connections for reading, kept open for the sake of what is prepared on them.</summary>
internal sealed class SqliteReaders(SqliteDatabase database) : IDisposable
{
    private const int Limit = 8;
    private const int StepsBetweenLooks = 10_000;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _room = new(Limit);
    private volatile bool _isDisposed;

    /// <summary>
    /// Reads one snapshot of the database. SQLite has no asynchronous calls: the reading itself runs on the caller's thread,
    /// and in WAL mode it waits for nobody.
    /// </summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(read);
        }
        catch (SqliteException exception)
        {
            throw database.Explain(exception);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, for what may have to look at many rows: cancelling stops it while it runs, too.</summary>
    public ValueTask<T> SearchAsync<T>(Func<SqliteSession, T> search, CancellationToken cancellationToken) =>
        ReadAsync(session => Search(session, search, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private static T Search<T>(SqliteSession session, Func<SqliteSession, T> search, CancellationToken cancellationToken)
    {
        var handle = session.Connection.Handle!;
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        try
        {
            return search(session);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The search was stopped.", exception, cancellationToken);
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
        }
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        var session = _idle.TryTake(out var idle) ? idle : database.OpenReader();
        try
        {
            session.Execute("BEGIN");
            var result = read(session);
            session.Execute("COMMIT");
            _idle.Add(session);
            session = null;
            return result;
        }
        finally
        {
            // A connection on which something went wrong is not used again.
            session?.Dispose();
            if (_isDisposed)
            {
                Dispose();
            }
        }
    }
}
