using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>
/// What <see cref="IDeliveryStore"/> promises about transactions that commit after later ones. For databases in which
/// several transactions write at once; where writers wait for each other, <see cref="LaneSearchContract"/> says it all.
/// </summary>
public abstract class LateCommitContract : HostTransactionFixture
{
    [Test]
    public async Task An_event_that_commits_after_later_ones_were_delivered_is_found()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        var early = Data.Event();
        await AppendAsync(transaction, early);
        var later = await QueueAsync(endpoint);
        Assert.That(await DueAsync(endpoint), Is.EqualTo([later]));
        await ApplyAsync(Data.Success(later));

        await transaction.CommitAsync();

        var found = await Store.Deliveries.FindLanesAsync(new LaneSearch { Partitions = [0], DueBy = Data.Later });
        Assert.That(found.Lanes, Is.EqualTo([new LaneHead(endpoint, early.CreatedAt)]));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(early.Id, endpoint)]));
    }

    [Test]
    public async Task Transactions_that_commit_in_reverse_order_are_all_found()
    {
        var endpoint = await AddEndpointAsync();
        await using var firstConnection = await OpenHostConnectionAsync();
        await using var secondConnection = await OpenHostConnectionAsync();
        await using var firstTransaction = await BeginAsync(firstConnection);
        await using var secondTransaction = await BeginAsync(secondConnection);
        var first = Data.Event();
        var second = Data.Event();
        await AppendAsync(firstTransaction, first);
        await AppendAsync(secondTransaction, second);

        await secondTransaction.CommitAsync();
        var afterSecond = await DueAsync(endpoint);
        await firstTransaction.CommitAsync();

        Assert.That(afterSecond, Is.EqualTo([DeliveryId.First(second.Id, endpoint)]));
        Assert.That(
            await DueAsync(endpoint),
            Is.EqualTo([DeliveryId.First(first.Id, endpoint), DeliveryId.First(second.Id, endpoint)]));
    }

    [Test]
    public async Task An_open_transaction_holds_up_nobody()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        await AppendAsync(transaction, Data.Event());

        var delivery = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(delivery));
        await ApplyAsync(Data.Success(delivery, 2));

        Assert.That((await DetailsAsync(delivery)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
        await transaction.RollbackAsync();
    }
}
