using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about the numbers of deliveries in order.</summary>
public abstract class SequenceContract : OrderFixture
{
    [Test]
    public async Task Numbers_are_used_up_by_what_has_succeeded_or_was_given_up()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        await AppendAsync([.. Enumerable.Range(0, 6).Select(_ => Data.InOrder("a")), Data.InOrder("b")]);

        var first = await HeadAsync(endpoint, "a");
        await ApplyAsync(ContractData.UsedUp(Data.Success(first.Id), "a", first.Sequence));
        var second = await HeadAsync(endpoint, "a");
        await ApplyAsync(ContractData.UsedUp(Data.GiveUp(second.Id), "a", second.Sequence));
        var third = await HeadAsync(endpoint, "a");
        await ApplyAsync(Data.Filtered(third.Id));
        var fourth = await HeadAsync(endpoint, "a");
        await Store.Commands.CancelAsync(Data.Cancellation(fourth.Id));
        var fifth = await HeadAsync(endpoint, "a");

        Assert.That(new[] { first, second, third, fourth, fifth }.Select(head => head.Sequence), Is.EqualTo([1, 2, 3, 3, 3]));
        Assert.That((await HeadAsync(endpoint, "b")).Sequence, Is.EqualTo(1));
    }

    [Test]
    public async Task A_number_that_is_recorded_late_or_again_takes_nothing_back()
    {
        var endpoint = await AddAsync(OrderingMode.Strict);
        await AppendAsync([.. Enumerable.Range(0, 3).Select(_ => Data.Event())]);
        var first = ContractData.UsedUp(Data.Success((await HeadAsync(endpoint, "")).Id), "", 1);
        await ApplyAsync(first);
        var second = ContractData.UsedUp(Data.Success((await HeadAsync(endpoint, "")).Id), "", 2);
        await ApplyAsync(second);

        await RecordAsync(first);

        Assert.That((await HeadAsync(endpoint, "")).Sequence, Is.EqualTo(3));
    }

    [Test]
    public async Task A_replay_waits_for_nothing_and_has_no_number()
    {
        var endpoint = await AddAsync(OrderingMode.Strict);
        var dead = await QueueAsync(endpoint);
        await ApplyAsync(ContractData.UsedUp(Data.GiveUp(dead), "", 1));
        await AppendAsync(Data.Event());
        await Store.Commands.ReplayAsync(Data.Replay(dead));

        var lane = await ReadAsync(endpoint);

        Assert.That(lane.Due.Select(due => (due.IsReplay, due.OrderingKey, due.Sequence)), Is.EquivalentTo(new[] { (false, "", 2L), (true, null, 0) }));
    }

    [Test]
    public async Task Numbers_that_nothing_was_sent_with_for_long_are_forgotten()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        await AppendAsync(Data.InOrder("old"), Data.InOrder("new"));
        var (old, recent) = (await HeadAsync(endpoint, "old"), await HeadAsync(endpoint, "new"));
        var outcome = ContractData.UsedUp(Data.Success(old.Id), "old", 1);
        await ApplyAsync(outcome);
        await ApplyAsync(ContractData.UsedUp(Data.Success(recent.Id), "new", 1));

        await Store.Retention.PurgeAsync(new PurgeRequest { EndedBefore = outcome.At.AddTicks(10), DeadBefore = outcome.At.AddTicks(10), Limit = 100 });

        await AppendAsync(Data.InOrder("old"), Data.InOrder("new"));
        Assert.That(((await HeadAsync(endpoint, "old")).Sequence, (await HeadAsync(endpoint, "new")).Sequence), Is.EqualTo((1, 2)));
    }

    private async Task<DueDelivery> HeadAsync(EndpointId endpoint, string orderingKey) =>
        (await ReadAsync(endpoint)).Due.Single(due => due.OrderingKey == orderingKey);
}
