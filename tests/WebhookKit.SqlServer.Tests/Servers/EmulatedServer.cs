using WebhookKit.SqlServer.Emulation;
using WebhookKit.TestServers;

namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>
/// The server that the tests of this assembly share. It is an emulation: the statements and the driver are the real ones, what
/// executes them is a translator over PostgreSQL. Locks, plans and isolation levels are not those of SQL Server.
/// </summary>
internal static class EmulatedServer
{
    private static PostgreSqlCluster? _cluster;
    private static EmulatedSqlServer? _server;
    private static string? _connectionString;

    /// <summary>The database that tests share, each with a schema of its own.</summary>
    public static string ConnectionString => _connectionString ?? throw NotRunning();

    public static EmulatedSqlServer Server => _server ?? throw NotRunning();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync()
    {
        var name = $"db_{Guid.CreateVersion7():n}";
        await Server.CreateDatabaseAsync(name);
        return Server.ConnectionString(name);
    }

    public static async Task StartAsync()
    {
        _cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = "300", ["fsync"] = "off" });
        _server = await EmulatedSqlServer.StartAsync(_cluster.ConnectionString);
        _connectionString = await CreateDatabaseAsync();
    }

    public static async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private static InvalidOperationException NotRunning() => new("The server runs only while tests do, and needs PostgreSQL.");
}
