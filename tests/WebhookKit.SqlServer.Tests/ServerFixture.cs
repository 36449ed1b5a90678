using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.TestServers;

namespace WebhookKit.SqlServer.Tests;

/// <summary>Starts the servers that tests share before the first of them, and ends them after the last.</summary>
[SetUpFixture]
internal sealed class ServerFixture
{
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            await EmulatedServer.StartAsync();
        }
        catch (ServerMissingException) when (LiveServer.ConnectionString is not null)
        {
            // Tests on a SQL Server do without; all others say that the emulation does not run.
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        SqlConnection.ClearAllPools();
        await TestedServers.RemoveAsync();
        await EmulatedServer.StopAsync();
    }
}
