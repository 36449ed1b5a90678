using WebhookKit.SqlServer.Emulation;
using WebhookKit.TestServers;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>The private server that all tests of this assembly share.</summary>
[SetUpFixture]
internal sealed class TestServer
{
    private static PostgreSqlCluster? _cluster;
    private static EmulatedSqlServer? _sqlServer;

    public static PostgreSqlCluster Cluster => _cluster ?? throw new InvalidOperationException("The server runs only while tests do.");

    /// <summary>An emulation of SQL Server, in databases of its own in the same cluster.</summary>
    public static EmulatedSqlServer SqlServer => _sqlServer ?? throw new InvalidOperationException("The server runs only while tests do.");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            // Nothing cuts its power, and to look after databases that nobody uses any more would take the tests' time.
            _cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["fsync"] = "off", ["autovacuum"] = "off" });
            _sqlServer = await EmulatedSqlServer.StartAsync(_cluster.ConnectionString);
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_sqlServer is not null)
        {
            await _sqlServer.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
