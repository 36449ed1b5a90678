using WebhookKit.TestServers;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>The private server that all tests of this assembly share.</summary>
[SetUpFixture]
internal sealed class TestServer
{
    private static PostgreSqlCluster? _cluster;

    public static PostgreSqlCluster Cluster => _cluster ?? throw new InvalidOperationException("The server runs only while tests do.");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            _cluster = await PostgreSqlCluster.StartAsync();
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
