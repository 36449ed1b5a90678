using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IRetentionStore"/> promises about deliveries.</summary>
public abstract class RetentionStoreContract : RetentionFixture
{
    [Test]
    public async Task Nothing_that_is_pending_is_ever_removed()
    {
        var endpoint = await AddEndpointAsync();
        var waiting = await QueueAsync(endpoint);
        var failed = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(failed));

        await PurgeAllAsync(Data.Later, Data.Later);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DueAsync(endpoint), Is.EqualTo([waiting, failed]));
            Assert.That(await IsEventStoredAsync(waiting), Is.True);
            Assert.That(await IsEventStoredAsync(failed), Is.True);
            Assert.That((await DetailsAsync(failed)).Attempts, Has.Count.EqualTo(1));
        }
    }

    [TestCase(DeliveryStatus.Succeeded)]
    [TestCase(DeliveryStatus.Filtered)]
    [TestCase(DeliveryStatus.Cancelled)]
    [TestCase(DeliveryStatus.Dead)]
    public async Task What_ended_and_is_old_is_removed_with_its_event(DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);
        await BringToAsync(delivery, status);

        var removed = await PurgeAllAsync(Data.Later, Data.Later);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(removed, Is.EqualTo((1, 1)));
            Assert.That(await IsStoredAsync(delivery), Is.False);
            Assert.That(await IsEventStoredAsync(delivery), Is.False);
            Assert.That(await ListAsync(), Is.Empty);
        }
    }

    [TestCase(DeliveryStatus.Succeeded)]
    [TestCase(DeliveryStatus.Filtered)]
    [TestCase(DeliveryStatus.Cancelled)]
    [TestCase(DeliveryStatus.Dead)]
    public async Task What_is_not_old_stays(DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var old = await QueueAsync(endpoint);
        var horizon = Data.NextTime();
        var young = await QueueAsync(endpoint);
        await BringToAsync(old, status);
        await BringToAsync(young, status);

        await PurgeAllAsync(horizon, horizon);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await IsStoredAsync(old), Is.False);
            Assert.That(await IsStoredAsync(young), Is.True);
            Assert.That(await IsEventStoredAsync(young), Is.True);
            Assert.That((await DetailsAsync(young)).Attempts, Has.Count.EqualTo(status == DeliveryStatus.Cancelled ? 0 : 1));
        }
    }

    [Test]
    public async Task Dead_letters_are_kept_for_their_own_time()
    {
        var endpoint = await AddEndpointAsync();
        var dead = await DeadLetterAsync(endpoint);
        var succeeded = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(succeeded));

        await PurgeAllAsync(endedBefore: Data.Later, deadBefore: ContractData.Start);

        Assert.That(await IsStoredAsync(succeeded), Is.False);
        Assert.That(await IsStoredAsync(dead), Is.True);
        Assert.That(await IsEventStoredAsync(dead), Is.True);
    }

    [Test]
    public async Task Without_a_horizon_all_is_kept()
    {
        var endpoint = await AddEndpointAsync();
        var dead = await DeadLetterAsync(endpoint);
        var succeeded = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(succeeded));
        await AppendAsync(Data.Event(owner: "nobody"));

        var nothing = await PurgeAllAsync(null, null);
        await PurgeAllAsync(null, Data.Later);

        Assert.That(nothing, Is.EqualTo((0, 0)));
        Assert.That(await IsStoredAsync(succeeded), Is.True);
        Assert.That(await IsStoredAsync(dead), Is.False);
    }

    [Test]
    public async Task What_has_to_stay_hides_nothing_that_is_younger()
    {
        var endpoint = await AddEndpointAsync();
        var kept = new List<DeliveryId>();
        for (var i = 0; i < 5; i++)
        {
            kept.Add(await DeadLetterAsync(endpoint));
        }

        var removed = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(removed));

        var steps = await PurgeOnceAsync(Data.Later, deadBefore: null, limit: 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(steps.Sum(step => step.Deliveries), Is.EqualTo(1));
            Assert.That(steps.Sum(step => step.Events), Is.EqualTo(1));
            Assert.That(await IsStoredAsync(removed), Is.False);
            Assert.That(await IsStoredAsync(kept[0]), Is.True);
        }
    }

    [Test]
    public async Task The_deliveries_of_an_event_are_removed_in_steps_where_they_are_many()
    {
        var endpoints = new List<EndpointId>();
        for (var i = 0; i < 5; i++)
        {
            endpoints.Add(await AddEndpointAsync(partition: i));
        }

        var published = Data.Event();
        await AppendAsync(published);
        await RecordAsync([.. endpoints.Select(endpoint => Data.Success(DeliveryId.First(published.Id, endpoint)))]);

        var steps = await PurgeOnceAsync(Data.Later, Data.Later, limit: 2);

        Assert.That(steps.Select(step => step.Deliveries), Is.All.AtMost(2));
        Assert.That((steps.Sum(step => step.Deliveries), steps.Sum(step => step.Events)), Is.EqualTo((5, 1)));
    }

    [Test]
    public async Task No_more_is_removed_at_once_than_asked_for()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 5).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);
        await RecordAsync([.. events.Select(one => Data.Success(DeliveryId.First(one.Id, endpoint)))]);

        var first = await Store.Retention.PurgeAsync(new PurgeRequest { EndedBefore = Data.Later, Limit = 2 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Deliveries, Is.EqualTo(2));
            Assert.That(first.Events, Is.AtMost(2));
            Assert.That(first.Next, Is.Not.Null);
            Assert.That(await ListAsync(), Has.Count.EqualTo(3));
            Assert.That(await PurgeAllAsync(Data.Later, null, limit: 2), Is.EqualTo((3, 5 - first.Events)));
        }
    }
}
