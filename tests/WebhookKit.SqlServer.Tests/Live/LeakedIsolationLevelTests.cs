using System.Data;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>A pooled connection keeps the isolation level of whoever used it before. READPAST is refused in most of them (error 650).</summary>
internal sealed class LeakedIsolationLevelTests : LiveFixture
{
    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task The_store_works_on_a_connection_that_was_serializable(ITestedServer server)
    {
        var ready = await StartAsync(server);
        var endpoint = await AddEndpointAsync(ready);
        var queued = await QueueAsync(ready, endpoint);
        var single = new SqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString;
        var store = Database.Open(options => options.ConnectionString = single);

        await LeaveSerializableAsync(single);
        Assert.That(await DueAsync(store, endpoint), Is.EqualTo([queued]));
        await LeaveSerializableAsync(single);
        var lanes = await store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = [0], DueBy = Data.Later });
        Assert.That(lanes.Lanes, Has.Count.EqualTo(1));
        await LeaveSerializableAsync(single);
        Assert.That((await store.History.CountAsync()).Pending, Is.EqualTo(1));
        await LeaveSerializableAsync(single);
        Assert.That((await store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 10 })).Items, Has.Count.EqualTo(1));
        await LeaveSerializableAsync(single);
        await store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Disabled));
        Assert.That(await DueAsync(store, endpoint), Is.Empty);

        await using var last = new SqlConnection(single);
        SqlConnection.ClearPool(last);
    }

    private static async Task LeaveSerializableAsync(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(IsolationLevel.Serializable);
        await transaction.CommitAsync();
    }
}
