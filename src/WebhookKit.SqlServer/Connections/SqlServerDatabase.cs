using System.Transactions;
using Microsoft.Data.SqlClient;
using WebhookKit.Storage;
using IsolationLevel = System.Data.IsolationLevel;

namespace WebhookKit.SqlServer.Connections;

/// <summary>The database: opens connections to it, runs work on them, and explains what goes wrong.</summary>
/// <remarks>
/// The driver's pool hands out the connection that was used last, so that there is none to keep at hand beside it. The connection string
/// is the host's own to the letter: within a <see cref="TransactionScope"/> the pool then hands out the connection that the scope
/// has already, and another one would make it a distributed transaction.
/// </remarks>
internal sealed class SqlServerDatabase
{
    /// <summary>How often work is done that was chosen to end a deadlock, or that met a key which another transaction was adding.</summary>
    private const int Tries = 3;

    private static readonly string? Driver = typeof(SqlConnection).Assembly.GetName().Name;

    private readonly TransactionSql _sql = new();
    private readonly string _connectionString;
    private readonly bool _enlists;
    private readonly SqlServerErrors _errors;

    public SqlServerDatabase(SqlServerStoreOptions options)
    {
        var parts = new SqlConnectionStringBuilder(options.ConnectionString);
        _connectionString = options.ConnectionString;
        _enlists = parts.Enlist;
        Name = parts.InitialCatalog;
        Tables = new SqlServerTables(options.Schema);
        _errors = new SqlServerErrors(parts.DataSource, Name, options.Schema, parts.UserID.Length > 0 ? $"'{parts.UserID}'" : "the user of this process");
    }

    /// <summary>The name of the database on its server.</summary>
    public string Name { get; }

    public SqlServerTables Tables { get; }

    /// <summary>Whether a connection that is opened now is in a transaction already: that of the caller's <see cref="TransactionScope"/>.</summary>
    public bool JoinsAmbientTransaction => _enlists && Transaction.Current is not null;

    /// <summary>Runs commands that each commit by themselves, or with the caller's scope. May run them again from the start.</summary>
    public ValueTask<T> RunAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RepeatAsync(() => RunOnceAsync(work, cancellationToken), cancellationToken);

    /// <summary>Runs commands in one transaction, which commits unless something is thrown, or with the caller's scope.</summary>
    public ValueTask<T> TransactAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(work, _ => true, cancellationToken);

    /// <summary>Runs commands in one transaction, which commits if the result is wanted, or with the caller's scope.</summary>
    public ValueTask<T> TransactAsync<T>(
        Func<SqlSession, CancellationToken, Task<T>> work, Func<T, bool> isKept, CancellationToken cancellationToken) =>
        JoinsAmbientTransaction
            ? RunAsync(work, cancellationToken)
            : RepeatAsync(() => TransactOnceAsync(work, isKept, cancellationToken), cancellationToken);

    /// <summary>Runs work, and says of whatever the driver throws what it means.</summary>
    public async ValueTask<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The driver reports a command that was cancelled as one that failed.
            throw new OperationCanceledException("The command was cancelled.", exception, cancellationToken);
        }
        catch (SqlException exception)
        {
            throw _errors.Explain(exception);
        }
    }

    // What was rolled back as a whole may be done again by itself, but not where it was a part of something larger. A key that is
    // there already may be one that another transaction was adding at that moment; now it is seen.
    private async ValueTask<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var triesLeft = JoinsAmbientTransaction ? 0 : Tries - 1; ; triesLeft--)
        {
            try
            {
                return await ExplainAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (WebhookStoreException exception) when (triesLeft > 0 && IsWorthRepeating(exception))
            {
            }
        }
    }

    private static bool IsWorthRepeating(WebhookStoreException exception) =>
        exception.InnerException is SqlException inner
        && SqlServerFaults.Classify(inner) is SqlServerFault.Deadlock or SqlServerFault.DuplicateKey;

    private Task<T> RunOnceAsync<T>(Func<SqlSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        ConnectAsync(connection => work(new SqlSession(connection, null), cancellationToken), cancellationToken);

    private Task<T> TransactOnceAsync<T>(
        Func<SqlSession, CancellationToken, Task<T>> work, Func<T, bool> isKept, CancellationToken cancellationToken) =>
        ConnectAsync(connection => TransactOnceAsync(connection, work, isKept, cancellationToken), cancellationToken);

    private async Task<T> TransactOnceAsync<T>(
        SqlConnection connection, Func<SqlSession, CancellationToken, Task<T>> work, Func<T, bool> isKept, CancellationToken cancellationToken)
    {
        var transaction = (SqlTransaction)await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var transactionDisposal = transaction.ConfigureAwait(false);
        var session = new SqlSession(connection, transaction);
        var result = await work(session, cancellationToken).ConfigureAwait(false);
        if (isKept(result))
        {
            // Once begun it is not given up for impatience: whether it happened would be unknown.
            cancellationToken.ThrowIfCancellationRequested();
            await session.ExecuteAsync(_sql.Commit, null, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<T> ConnectAsync<T>(Func<SqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        // Its connection may still call itself open at that moment.
        catch (InvalidOperationException exception) when (exception.Source == Driver)
        {
            throw _errors.ExplainLost(exception);
        }
    }

    private async Task<SqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (InvalidOperationException exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw _errors.ExplainPool(exception);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
