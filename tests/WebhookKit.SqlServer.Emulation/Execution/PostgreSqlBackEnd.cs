using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Executes on a PostgreSQL server: a database there is a database here, and a session a session.</summary>
internal sealed class PostgreSqlBackEnd : ISqlBackEnd, IAsyncDisposable
{
    private const string Master = "master";
    private const string Template = "tsql_template";
    private const string Administrator = "sa";

    private readonly string _connectionString;
    private readonly ConcurrentDictionary<string, PlanCache> _plans = new(StringComparer.Ordinal);

    // One at a time: a database is copied from the template, and nobody may be connected to that.
    private readonly SemaphoreSlim _creating = new(1, 1);

    private PostgreSqlBackEnd(string connectionString)
    {
        _connectionString = connectionString;
    }

    /// <summary>Makes the template of databases and <c>master</c>.</summary>
    public static async Task<PostgreSqlBackEnd> PrepareAsync(string connectionString)
    {
        var backEnd = new PostgreSqlBackEnd(connectionString);
        await backEnd.ExecuteAsync(null, $"CREATE DATABASE {Template} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", CancellationToken.None);
        using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("support.sql")!);
        await backEnd.ExecuteAsync(Template, await script.ReadToEndAsync(), CancellationToken.None);
        await backEnd.CreateDatabaseAsync(Master, CancellationToken.None);
        return backEnd;
    }

    public async Task CreateDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            var quoted = Names.Quote(name);
            await ExecuteAsync(null, $"CREATE DATABASE {quoted} TEMPLATE {Template}", cancellationToken);
            await ExecuteAsync(null, $"ALTER DATABASE {quoted} SET search_path = dbo, tsql", cancellationToken);
            await ExecuteAsync(null, $"ALTER DATABASE {quoted} SET deadlock_timeout = '100ms'", cancellationToken);
        }
        finally
        {
            _creating.Release();
        }
    }

    public Task CreateLoginAsync(string name, string password) =>
        ExecuteAsync(null, $"CREATE ROLE {Names.Quote(name)} LOGIN PASSWORD {Names.Literal(password)}", CancellationToken.None);

    public Task DropDatabaseAsync(string name, bool ifExists, CancellationToken cancellationToken) =>
        ExecuteAsync(null, $"DROP DATABASE {(ifExists ? "IF EXISTS " : "")}{Names.Quote(name)} WITH (FORCE)", cancellationToken);

    public async Task<ISqlSession> LogInAsync(LoginRequest login, CancellationToken cancellationToken)
    {
        var database = login.Database.Length == 0 ? Master : login.Database;
        var connection = new NpgsqlConnection(ConnectionString(database, login));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new PostgreSqlSession(this, connection, _plans.GetOrAdd(database, _ => new PlanCache()));
        }
        catch (PostgresException refused)
        {
            await connection.DisposeAsync();
            throw Refusal(login, database, refused);
        }
        catch (NpgsqlException lost)
        {
            await connection.DisposeAsync();
            throw ErrorMap.Lost(lost);
        }
    }

    public ValueTask DisposeAsync()
    {
        _creating.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqlServerError Refusal(LoginRequest login, string database, PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName =>
            new SqlServerError(ErrorNumbers.DatabaseMissing, 11, $"Cannot open database \"{database}\" requested by the login. The login failed.", refused),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new SqlServerError(ErrorNumbers.LoginFailed, 14, $"Login failed for user '{login.User}'.", refused),
        _ => ErrorMap.Lost(refused),
    };

    private string ConnectionString(string database, LoginRequest login)
    {
        var builder = new NpgsqlConnectionStringBuilder(_connectionString)
        {
            Database = database,
            ApplicationName = login.Application.Length > 60 ? login.Application[..60] : login.Application,
            Pooling = false,
            CommandTimeout = 0,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
        };
        if (login.User != Administrator)
        {
            (builder.Username, builder.Password) = (login.User, login.Password);
        }
        else if (login.Password != Administrator)
        {
            throw new SqlServerError(ErrorNumbers.LoginFailed, 14, $"Login failed for user '{login.User}'.");
        }

        return builder.ConnectionString;
    }

    private async Task ExecuteAsync(string? database, string sql, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, CommandTimeout = 0 };
        builder.Database = database ?? builder.Database;
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (database is null)
        {
            throw ErrorMap.Of(error);
        }
    }
}
