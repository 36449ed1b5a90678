using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>The tables of one test, in a schema of their own, and the stores that the test opens over them.</summary>
/// <param name="server">Where.</param>
internal sealed class TestDatabase(ITestedServer server)
{
    private readonly List<ServiceProvider> _providers = [];
    private readonly List<SqlConnection> _connections = [];
    private string? _connectionString;

    /// <summary>Whether the test needs a database of its own, for tables of the host that are in no schema of the test.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The end of a version 7 UUID is the random part. Capitals, because a name with them is lost wherever quotes are missing.</summary>
    public string Schema { get; } = "Test_" + Guid.CreateVersion7().ToString("N")[^25..];

    public bool IsMade => _connectionString is not null;

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The database is made first.");

    /// <summary>Makes the database where it is the test's own, and a store as a host does.</summary>
    public async ValueTask<IWebhookStore> CreateAsync()
    {
        _connectionString = await (IsOwn ? server.CreateDatabaseAsync() : server.GetSharedDatabaseAsync());
        return Open();
    }

    public IWebhookStore Open(Action<SqlServerStoreOptions>? configure = null)
    {
        var provider = new Builder()
            .UseSqlServer(options =>
            {
                options.ConnectionString = ConnectionString;
                options.Schema = Schema;
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<IWebhookStore>();
    }

    /// <summary>Opens a connection as a host's own code does.</summary>
    public async ValueTask<SqlConnection> ConnectAsync()
    {
        var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync();
        _connections.Add(connection);
        return connection;
    }

    public async ValueTask RemoveAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        if (IsOwn && IsMade)
        {
            await server.DropDatabaseAsync(ConnectionString);
        }
    }

    private sealed class Builder : IWebhooksBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
