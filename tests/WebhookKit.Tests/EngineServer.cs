using WebhookKit.TestServers;

namespace WebhookKit.Tests;

/// <summary>The private PostgreSQL server that the tests of the engine share, whatever their folder, started by the first that needs it.</summary>
[SetUpFixture]
internal sealed class EngineServer
{
    // Nothing cuts its power, and to look after hundreds of databases that nobody uses any more would take the tests' time.
    private static readonly Lazy<Task<PostgreSqlCluster>> Cluster =
        new(() => PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["fsync"] = "off", ["autovacuum"] = "off" }));

    private static readonly Lazy<Task<string>> Shared = new(CreateDatabaseAsync);

    public static Task<string> SharedDatabaseAsync() => Shared.Value;

    public static async Task<string> CreateDatabaseAsync()
    {
        try
        {
            return await (await Cluster.Value).CreateDatabaseAsync();
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
            throw;
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Cluster.IsValueCreated && Cluster.Value.IsCompletedSuccessfully)
        {
            await (await Cluster.Value).DisposeAsync();
        }
    }
}
