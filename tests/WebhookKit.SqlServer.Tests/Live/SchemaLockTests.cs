using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>Whoever changes the tables holds a lock of the server's own, and all others wait for it.</summary>
internal sealed class SchemaLockTests : LiveFixture
{
    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task A_store_that_starts_waits_for_the_one_that_makes_the_tables(ITestedServer server)
    {
        var store = await StartAsync(server);
        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync($"DELETE FROM [{Database.Schema}].versions");
        var host = await SessionOfAsync(connection);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            "EXEC sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Transaction'",
            new { name = $"WebhookKit [{Database.Schema}]" },
            transaction);

        var applying = store.Schema.ApplyAsync().AsTask();
        await WaitUntilBlockedByAsync(host);
        await connection.ExecuteAsync(
            $"INSERT INTO [{Database.Schema}].versions (version, applied_at) VALUES (1, SYSUTCDATETIME())", transaction: transaction);
        await transaction.CommitAsync();
        await applying;

        // It found the work done: the tables are there, and it would have failed to make them again.
        Assert.That((await store.Schema.CheckAsync()).Found, Is.EqualTo(1));
    }
}
