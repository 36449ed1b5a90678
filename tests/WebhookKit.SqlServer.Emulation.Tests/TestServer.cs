using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.TestServers;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>The emulated server that all tests of this assembly share, each with a database of its own.</summary>
[SetUpFixture]
internal sealed class TestServer
{
    private static PostgreSqlCluster? _cluster;
    private static EmulatedSqlServer? _server;

    public static EmulatedSqlServer Server => _server ?? throw new InvalidOperationException("The server runs only while tests do.");

    /// <summary>Makes a database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync()
    {
        var name = $"db_{Guid.CreateVersion7():n}";
        await Server.CreateDatabaseAsync(name);
        return Server.ConnectionString(name);
    }

    /// <summary>Makes a database with something in it.</summary>
    public static async Task<string> CreateDatabaseAsync(string script)
    {
        var connectionString = await CreateDatabaseAsync();
        await using var connection = await OpenAsync(connectionString);
        await connection.ExecuteAsync(script);
        return connectionString;
    }

    public static async Task<SqlConnection> OpenAsync(string connectionString)
    {
        var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            _cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = "300", ["fsync"] = "off" });
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
        }

        _server = await EmulatedSqlServer.StartAsync(_cluster.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        SqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
