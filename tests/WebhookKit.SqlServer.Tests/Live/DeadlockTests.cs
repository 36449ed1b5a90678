using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>What was rolled back to end a deadlock is done again by itself.</summary>
internal sealed class DeadlockTests : LiveFixture
{
    private const string Deadlocks = """
        SELECT cntr_value FROM sys.dm_os_performance_counters WHERE counter_name LIKE 'Number of Deadlocks/sec%' AND instance_name = '_Total'
        """;

    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task Outcomes_are_recorded_although_the_transaction_was_the_victim(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        var (first, second) = (await QueueAsync(store, endpoint), await QueueAsync(store, endpoint));
        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync("SET DEADLOCK_PRIORITY HIGH");
        var before = await connection.ExecuteScalarAsync<long>(Deadlocks);
        var host = await SessionOfAsync(connection);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await HoldAsync(transaction, second);

        // In the order of the keys: it has the first row when it waits for the second.
        var recording = store.Deliveries.RecordAsync(new OutcomeBatch { Outcomes = [Data.Success(first), Data.Success(second)] }).AsTask();
        await WaitUntilBlockedByAsync(host);
        await HoldAsync(transaction, first);
        await transaction.RollbackAsync();

        Assert.That((await recording).Applied, Is.EqualTo([true, true]));
        Assert.That(await connection.ExecuteScalarAsync<long>(Deadlocks), Is.GreaterThan(before), "There was no deadlock.");
    }
}
