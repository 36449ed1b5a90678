using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation;
using WebhookKit.TestServers;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>The servers that the tests of this assembly share. The first test that needs one starts it.</summary>
[SetUpFixture]
internal sealed class SharedServers
{
    private static readonly Lazy<Task<PostgreSqlCluster>> Cluster =
        new(() => PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = "300", ["fsync"] = "off" }));

    private static readonly Lazy<Task<EmulatedSqlServer>> Emulation =
        new(async () => await EmulatedSqlServer.StartAsync((await Cluster.Value).ConnectionString));

    /// <summary>Makes an empty database of PostgreSQL.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreatePostgreSqlDatabaseAsync()
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

    /// <summary>
    /// Makes an empty database of the emulated SQL Server: the driver and the statements are the real ones, what executes them is a
    /// translator over PostgreSQL.
    /// </summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateEmulatedDatabaseAsync()
    {
        try
        {
            var server = await Emulation.Value;
            var name = $"db_{Guid.CreateVersion7():n}";
            await server.CreateDatabaseAsync(name);
            return server.ConnectionString(name);
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
        SqlConnection.ClearAllPools();
        if (Emulation.IsValueCreated && Emulation.Value.IsCompletedSuccessfully)
        {
            await (await Emulation.Value).DisposeAsync();
        }

        if (Cluster.IsValueCreated && Cluster.Value.IsCompletedSuccessfully)
        {
            await (await Cluster.Value).DisposeAsync();
        }
    }
}
