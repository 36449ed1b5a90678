using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>A lane is read past what another transaction holds, whether the database reads row versions or not.</summary>
internal sealed class ReadPastTests : LiveFixture
{
    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task A_row_that_another_transaction_holds_is_passed_over(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        DeliveryId[] queued = [await QueueAsync(store, endpoint), await QueueAsync(store, endpoint), await QueueAsync(store, endpoint)];
        await using var connection = await Database.ConnectAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await HoldAsync(transaction, queued[0]);

        var meanwhile = await DueAsync(store, endpoint);
        await transaction.RollbackAsync();

        Assert.That(meanwhile, Is.EqualTo(queued[1..]));
        Assert.That(await DueAsync(store, endpoint), Is.EqualTo(queued));
    }

    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task An_open_transaction_that_publishes_holds_up_no_lane(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        var before = await QueueAsync(store, endpoint);
        await using var connection = await Database.ConnectAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        var published = Data.Event();
        await store.Outbox.AppendAsync(new AppendRequest { Events = [published], Transaction = transaction });

        var meanwhile = await DueAsync(store, endpoint);
        var after = await QueueAsync(store, endpoint);
        var later = await DueAsync(store, endpoint);
        await transaction.CommitAsync();

        Assert.That(meanwhile, Is.EqualTo([before]));
        Assert.That(later, Is.EqualTo([before, after]));
        Assert.That(await DueAsync(store, endpoint), Is.EquivalentTo([before, DeliveryId.First(published.Id, endpoint), after]));
    }
}
