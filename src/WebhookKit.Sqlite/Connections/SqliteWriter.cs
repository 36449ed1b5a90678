using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Connections;

/// <summary>
/// The one writer of the process. A thread of its own commits whatever waits in one transaction, so that many small writes
/// share one flush to the disk, and so that waiting for a lock never holds up a thread of the pool.
/// </summary>
/// <remarks>
/// Nothing separates the jobs of a transaction from each other. When one fails, all are rolled back and each runs again in
/// a transaction of its own. That costs nothing while all is well, and holds for errors with which SQLite ends the whole
/// transaction, where a savepoint per job would not.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueLimit = 1024;
    private const int GroupLimit = 256;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly SqliteDatabase _database;
    private readonly BlockingCollection<WriteJob> _jobs = [];
    private readonly SemaphoreSlim _room = new(QueueLimit);
    private readonly Thread _thread;
    private SqliteSession? _session;

    public SqliteWriter(SqliteDatabase database)
    {
        _database = database;
        _thread = new Thread(Run) { IsBackground = true, Name = "WebhookKit SQLite writer" };
        _thread.Start();
    }

    /// <summary>Does some work inside a transaction and answers once it has committed.</summary>
    /// <param name="work">Runs on the writer's thread, and again if the transaction had to be rolled back for another job.</param>
    /// <param name="cancellationToken">Stops waiting; work that has begun is finished.</param>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        var job = new WriteJob<T>(work, cancellationToken);
        try
        {
            _jobs.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException exception)
        {
            _room.Release();
            throw new WebhookStoreException("The SQLite store was disposed of: the host has stopped.", isTransient: false, exception);
        }

        return await job.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what waits, for a bounded time.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join(StopLimit);
    }

    private void Run()
    {
        var group = new List<WriteJob>(GroupLimit);
        foreach (var first in _jobs.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < GroupLimit && _jobs.TryTake(out var next))
            {
                group.Add(next);
            }

            _room.Release(group.Count);
            group.RemoveAll(job => job.TryAbandon());
            if (group.Count > 0)
            {
                Write(group);
            }

            group.Clear();
        }

        _session?.Dispose();
    }

    private void Write(List<WriteJob> group)
    {
        var failure = Commit(group, out var hasJobFailed);
        if (failure is null)
        {
            group.ForEach(job => job.Succeed());
        }
        else if (hasJobFailed && group.Count > 1)
        {
            group.ForEach(job => Write([job]));
        }
        else
        {
            group.ForEach(job => job.Fail(failure));
        }
    }

    /// <summary>Answers what went wrong. Nothing may escape: it would end the thread, and with it the process.</summary>
    private Exception? Commit(List<WriteJob> group, out bool hasJobFailed)
    {
        hasJobFailed = false;
        try
        {
            _session ??= _database.OpenWriter();
            Begin(_session);
            hasJobFailed = true;
            foreach (var job in group)
            {
                job.Run(_session);
            }

            hasJobFailed = false;
            _session.Execute("COMMIT");
            return null;
        }
        catch (Exception exception)
        {
            // Closing rolls back, and a fresh connection is the cure for most of what can be wrong with one.
            _session?.Dispose();
            _session = null;
            return exception is SqliteException sqlite ? _database.Explain(sqlite) : exception;
        }
    }

    private void Begin(SqliteSession session)
    {
        for (var triesLeft = _database.BusyTries; !SqliteDatabase.TryBegin(session); triesLeft--)
        {
            if (triesLeft <= 1 || _jobs.IsAddingCompleted)
            {
                SqliteException.ThrowExceptionForRC(raw.SQLITE_BUSY, session.Connection.Handle);
            }
        }
    }
}
