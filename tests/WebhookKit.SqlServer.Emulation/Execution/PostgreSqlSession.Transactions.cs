using System.Data;
using System.Globalization;
using Npgsql;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Transactions, and what ends them.</summary>
internal sealed partial class PostgreSqlSession
{
    private const int MissingSavepoint = 6401;
    private const int NoLimit = -1;

    private static ulong _lastTransaction;

    // A connection keeps it for whoever uses it next, as it does on SQL Server.
    private IsolationLevel _isolation = IsolationLevel.ReadCommitted;
    private int _lockTimeout = NoLimit;
    private bool _hasLocks;

    public ulong Transaction { get; private set; }

    public bool HasCommitted { get; private set; }

    /// <summary>@@TRANCOUNT.</summary>
    public int TransactionCount { get; private set; }

    public async Task BeginAsync(IsolationLevel level, CancellationToken cancellationToken)
    {
        if (level != IsolationLevel.Unspecified)
        {
            _isolation = level;
        }

        if (TransactionCount == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SendAsync($"BEGIN ISOLATION LEVEL {(_isolation switch
            {
                IsolationLevel.Serializable => "SERIALIZABLE",
                IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => "REPEATABLE READ",
                _ => "READ COMMITTED",
            })}");
            Transaction = Interlocked.Increment(ref _lastTransaction);
        }

        TransactionCount++;
    }

    public async Task CommitAsync()
    {
        if (TransactionCount == 0)
        {
            throw new SqlServerError(ErrorNumbers.NoTransactionToCommit, SqlServerError.Ordinary, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }

        if (TransactionCount > 1)
        {
            TransactionCount--;
            return;
        }

        try
        {
            HasCommitted = false;
            await SendAsync("COMMIT");
            HasCommitted = true;
        }
        catch (PostgresException refused)
        {
            throw ErrorMap.Of(refused);
        }
        catch (NpgsqlException lost)
        {
            throw ErrorMap.Lost(lost);
        }
        finally
        {
            (TransactionCount, Transaction, RowCount) = (0, 0, 0);
        }
    }

    public async Task SaveAsync(string name, CancellationToken cancellationToken)
    {
        if (TransactionCount == 0)
        {
            throw SqlServerError.NotSupported("SAVE TRANSACTION outside of a transaction");
        }

        cancellationToken.ThrowIfCancellationRequested();
        await SendAsync($"SAVEPOINT {Names.Quote(name)}");
    }

    /// <summary>Rolls back to a savepoint; without a name, all of the transaction.</summary>
    public async Task RollBackToAsync(string name)
    {
        if (TransactionCount == 0)
        {
            throw new SqlServerError(ErrorNumbers.NoTransactionToRollBack, SqlServerError.Ordinary, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }

        if (name.Length == 0)
        {
            await RollBackAsync();
            return;
        }

        try
        {
            await SendAsync($"ROLLBACK TO {Names.Quote(name)}");
        }
        catch (PostgresException missing)
        {
            await RollBackAsync();
            throw new SqlServerError(MissingSavepoint, SqlServerError.Ordinary, $"Cannot roll back {name}. No transaction or savepoint of that name was found.", missing);
        }
    }

    public async Task RollBackAsync()
    {
        if (TransactionCount == 0)
        {
            return;
        }

        (TransactionCount, Transaction, HasCommitted) = (0, 0, false);
        if (connection.FullState == ConnectionState.Open)
        {
            await SendAsync("ROLLBACK");
        }
    }

    public async Task FailAsync(SqlServerError? error)
    {
        if (AbortsTransactions || error is { EndsTransaction: true })
        {
            await RollBackAsync();
        }
    }

    public async Task ResetAsync(bool keepsTransaction, CancellationToken cancellationToken)
    {
        if (!keepsTransaction)
        {
            await RollBackAsync();
        }

        (CountsNothing, AbortsTransactions, RowCount) = (false, false, 0);
        await SetLockTimeoutAsync(NoLimit);
        if (_hasLocks)
        {
            await SendAsync("SELECT pg_advisory_unlock_all()");
            _hasLocks = false;
        }
    }

    public Task SetIsolationAsync(IsolationLevel level)
    {
        _isolation = level;
        return Task.CompletedTask;
    }

    /// <summary>How long statements wait for a lock.</summary>
    /// <param name="milliseconds">-1 for ever; 0, which PostgreSQL does not know, is one millisecond.</param>
    public async Task SetLockTimeoutAsync(int milliseconds)
    {
        if (_lockTimeout != milliseconds)
        {
            _lockTimeout = milliseconds;
            await SendAsync(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(milliseconds < 0 ? 0 : Math.Max(1, milliseconds))}"));
        }
    }

    /// <summary>Runs something with a patience of its own.</summary>
    public async Task WaitForLocksAsync(int milliseconds, Func<Task> action)
    {
        var before = _lockTimeout;
        await SetLockTimeoutAsync(milliseconds);
        try
        {
            await action();
        }
        finally
        {
            await SetLockTimeoutAsync(before);
        }
    }

    /// <summary>Notes that the session holds locks of its own, which end with it or when it is reset.</summary>
    public void HoldsLocks() => _hasLocks = true;

    // Whatever is left of it ends with the connection.
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
