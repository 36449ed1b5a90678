using WebhookKit.SqlServer.Emulation.Execution;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Wire;

namespace WebhookKit.SqlServer.Emulation;

/// <summary>
/// Speaks SQL Server's protocol and executes a subset of T-SQL on a private PostgreSQL. What it is and is not is in the
/// README beside it; what it does not know is the error 59999, "not supported by the emulation".
/// </summary>
public sealed class EmulatedSqlServer : IAsyncDisposable
{
    /// <summary>Who may do everything.</summary>
    private const string User = "sa";

    private readonly PostgreSqlBackEnd _backEnd;
    private readonly bool _ownsBackEnd;
    private readonly TdsServer _server;

    private EmulatedSqlServer(PostgreSqlBackEnd backEnd, bool ownsBackEnd)
    {
        (_backEnd, _ownsBackEnd) = (backEnd, ownsBackEnd);
        _server = new TdsServer(backEnd);
    }

    /// <summary>What goes wrong between the client and its statements.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>What clients asked.</summary>
    public RequestLog Requests => _server.Requests;

    /// <summary>Starts to listen on a free loopback port. The database <c>master</c> is there.</summary>
    /// <param name="postgreSqlConnectionString">
    /// The superuser of a PostgreSQL of its own: databases and roles are made in it, and casts are changed.
    /// </param>
    public static async Task<EmulatedSqlServer> StartAsync(string postgreSqlConnectionString) =>
        new(await PostgreSqlBackEnd.PrepareAsync(postgreSqlConnectionString), ownsBackEnd: true);

    /// <summary>Opens another port to the same databases, with faults and a log of its own. Dispose it before this one.</summary>
    public EmulatedSqlServer OpenAnotherPort() => new(_backEnd, ownsBackEnd: false);

    /// <summary>Where a client finds a database, as a user who may do everything.</summary>
    /// <param name="database">The database's name.</param>
    public string ConnectionString(string database) => _server.ConnectionString(database, User, User);

    /// <summary>Where a client finds a database, as another user.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="user">A login of <see cref="CreateLoginAsync"/>.</param>
    /// <param name="password">Its password.</param>
    public string ConnectionString(string database, string user, string password) => _server.ConnectionString(database, user, password);

    /// <summary>Makes a login that may open every database and may do nothing with what is in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="password">Its password.</param>
    public Task CreateLoginAsync(string name, string password) => _backEnd.CreateLoginAsync(name, password);

    /// <summary>Makes an empty database, as <c>CREATE DATABASE</c> does.</summary>
    /// <param name="name">Its name.</param>
    public Task CreateDatabaseAsync(string name) => _backEnd.CreateDatabaseAsync(name, CancellationToken.None);

    /// <summary>How many connections of clients are open now.</summary>
    public int ConnectionCount => _server.ConnectionCount;

    /// <summary>Cuts every connection that is open now.</summary>
    public void DropConnections() => _server.DropConnections();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_ownsBackEnd)
        {
            await _backEnd.DisposeAsync();
        }
    }
}
