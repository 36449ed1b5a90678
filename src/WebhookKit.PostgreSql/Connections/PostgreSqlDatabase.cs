using System.Transactions;
using Npgsql;
using IsolationLevel = System.Data.IsolationLevel;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>The database: opens connections to it, runs work on them, and explains what goes wrong.</summary>
internal sealed class PostgreSqlDatabase : IDisposable, IAsyncDisposable
{
    /// <summary>As many as the loops and a few publishers use at once, and no more than this part of the pool: it may be the host's too.</summary>
    private const int MostWarm = 8;
    private const int PartOfThePool = 8;

    /// <summary>The level is said, because a server or a role may have another default.</summary>
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _ownsDataSource;
    private readonly bool _enlists;
    private readonly bool _multiplexes;
    private readonly WarmConnections _warm;
    private readonly PostgreSqlErrors _errors;

    public PostgreSqlDatabase(PostgreSqlStoreOptions options, TimeProvider clock)
    {
        _ownsDataSource = options.DataSource is null;
        _dataSource = options.DataSource ?? NpgsqlDataSource.Create(Completed(options.ConnectionString));
        var parts = new NpgsqlConnectionStringBuilder(_dataSource.ConnectionString);
        _enlists = parts.Enlist;
        Name = parts.Database ?? parts.Username ?? "";
        _multiplexes = parts.Multiplexing;
        Prepares = options.PrepareStatements && !parts.Multiplexing;
        Notifies = options.UseNotifications && !parts.Multiplexing && !(parts.Pooling && parts.MaxPoolSize == 1);
        Tables = new PostgreSqlTables(options.Schema);
        _warm = new WarmConnections(_dataSource, parts.Multiplexing || !parts.Pooling ? 0 : Math.Min(MostWarm, parts.MaxPoolSize / PartOfThePool), clock);
        _errors = new PostgreSqlErrors($"{parts.Host}:{parts.Port}", Name, options.Schema, parts.Username);
    }

    /// <summary>The name of the database on its server.</summary>
    public string Name { get; }

    /// <summary>Whether statements are prepared on the server.</summary>
    public bool Prepares { get; }

    /// <summary>Whether processes wake each other: asked for, and there is a connection to listen on beside those at work.</summary>
    public bool Notifies { get; }

    public PostgreSqlTables Tables { get; }

    /// <summary>Whether a connection that is opened now is in a transaction already: that of the caller's <see cref="TransactionScope"/>.</summary>
    public bool JoinsAmbientTransaction => _enlists && Transaction.Current is not null;

    /// <summary>Whether <see cref="TransactAtOnceAsync"/> needs no second command for the commit.</summary>
    public bool TransactsAtOnce => !_multiplexes && !JoinsAmbientTransaction;

    /// <summary>Runs statements that each commit by themselves.</summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return JoinsAmbientTransaction
                ? await RunWithinScopeAsync(work, cancellationToken).ConfigureAwait(false)
                : await RunWarmAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw _errors.Explain(exception);
        }
    }

    /// <summary>Runs statements in one transaction, which commits unless something is thrown, or with the caller's scope.</summary>
    public ValueTask<T> TransactAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        JoinsAmbientTransaction ? RunAsync(work, cancellationToken) : TransactAloneAsync(work, cancellationToken);

    /// <summary>
    /// As <see cref="TransactAsync"/>, for work of one command: the transaction begins and ends within it, so that no process holds
    /// up others by standing still before its commit. Where commands of others share the connection, which a transaction that failed
    /// would stay open on, the commit is a command of its own.
    /// </summary>
    /// <param name="sql">The statements of the command.</param>
    /// <param name="work">Takes the statements to run instead of these, and reads all of their results.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<T> TransactAtOnceAsync<T>(string sql, Func<NpgsqlConnection, string, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TransactsAtOnce
            ? RunAsync((connection, token) => work(connection, $"{Begin};\n{sql};\nCOMMIT", token), cancellationToken)
            : TransactAsync((connection, token) => work(connection, sql, token), cancellationToken);

    public Storage.WebhookStoreException Explain(NpgsqlException exception) => _errors.Explain(exception);

    public void Dispose()
    {
        _warm.Dispose();
        if (_ownsDataSource)
        {
            _dataSource.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _warm.DisposeAsync().ConfigureAwait(false);
        if (_ownsDataSource)
        {
            await _dataSource.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A connection that is opened within a scope is the scope's until it ends.
    private async ValueTask<T> RunWithinScopeAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(() => _dataSource.OpenConnectionAsync(cancellationToken)).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        return await work(connection, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> RunWarmAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var warm = await OpenAsync(() => _warm.TakeAsync(cancellationToken)).ConfigureAwait(false);
        try
        {
            var result = await work(warm.Connection, cancellationToken).ConfigureAwait(false);
            await _warm.ReturnAsync(warm).ConfigureAwait(false);
            return result;
        }
        catch
        {
            await _warm.DiscardAsync(warm).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<T> OpenAsync<T>(Func<ValueTask<T>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw _errors.ExplainOpening(exception);
        }
    }

    private ValueTask<T> TransactAloneAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, token) =>
            {
                // The level of Begin, in the driver's words.
                var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
                await using var transactionDisposal = transaction.ConfigureAwait(false);
                var result = await work(connection, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return result;
            },
            cancellationToken);

    private static string Completed(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Nothing of the store's outlives a transaction, so there is nothing to reset between two uses of a connection.
            NoResetOnClose = true,
        };

        // So that an operator sees in the server's own lists whose connections these are.
        parts.ApplicationName ??= "WebhookKit";
        return parts.ConnectionString;
    }
}
