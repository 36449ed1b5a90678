using Npgsql;
using WebhookKit.TestServers;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The private server that all tests of this assembly share.</summary>
[SetUpFixture]
internal sealed class TestServer
{
    private static PostgreSqlCluster? _cluster;
    private static NpgsqlDataSource? _dataSource;

    public static PostgreSqlCluster Cluster => _cluster ?? throw new InvalidOperationException("The server runs only while tests do.");

    public static string ConnectionString => Cluster.ConnectionString;

    public static NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("The server runs only while tests do.");

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

        _dataSource = NpgsqlDataSource.Create(_cluster.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
