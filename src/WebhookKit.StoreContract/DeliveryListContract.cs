using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IHistoryStore"/> promises about listing deliveries, filter by filter.</summary>
public abstract class DeliveryListContract : StoreFixture
{
    [Test]
    public async Task Deliveries_are_listed_by_key_and_then_by_endpoint_newest_first()
    {
        var endpoints = new[] { await AddEndpointAsync(partition: 50), await AddEndpointAsync(), await AddEndpointAsync(partition: 63) };
        WebhookEvent[] events = [Data.Event(), Data.Event()];
        await AppendAsync(events);

        var listed = await ListAsync();

        var expected = events.Reverse().SelectMany(one => endpoints.OrderDescending().Select(endpoint => DeliveryId.First(one.Id, endpoint)));
        Assert.That(listed.Select(one => one.Id), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_replay_is_listed_in_its_own_place()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        var between = await QueueAsync(endpoint);
        var request = Data.Replay(original);
        await Store.Commands.ReplayAsync(request);

        var listed = await ListAsync();

        Assert.That(listed.Select(one => one.Id.Key), Is.EqualTo([request.Items[0].Replacement, between.Key, original.Key]));
        Assert.That(listed[2].ReplayedAs, Is.EqualTo(listed[0].Id));
        Assert.That(listed[0].ReplayOf, Is.EqualTo(original));
    }

    [Test]
    public async Task Only_one_state_is_listed([Values] DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var byStatus = new Dictionary<DeliveryStatus, DeliveryId>();
        foreach (var each in Enum.GetValues<DeliveryStatus>())
        {
            byStatus[each] = await QueueAsync(endpoint);
            await BringToAsync(byStatus[each], each);
        }

        var listed = await ListAsync(new DeliveryListQuery { Status = status, Limit = 10 });

        Assert.That(listed.Select(one => one.Id), Is.EqualTo([byStatus[status]]));
        Assert.That(listed.Single().Status, Is.EqualTo(status));
        Assert.That(listed.Single().EventType, Is.EqualTo("order.created"));
    }

    [Test]
    public async Task Only_one_owner_is_listed()
    {
        var a = await AddEndpointAsync(owner: "a");
        await AddEndpointAsync(owner: "b");
        await AppendAsync(Data.Event(owner: "a"), Data.Event(owner: "b"), Data.Event(owner: "a"));

        var listed = await ListAsync(new DeliveryListQuery { Owner = "a", Limit = 10 });

        Assert.That(listed, Has.Count.EqualTo(2));
        Assert.That(listed.Select(one => one.Id.Endpoint), Is.All.EqualTo(a));
        Assert.That(await ListAsync(new DeliveryListQuery { Owner = "", Limit = 10 }), Is.Empty);
    }

    [Test]
    public async Task Only_one_endpoint_is_listed()
    {
        var endpoint = await AddEndpointAsync();
        await AddEndpointAsync();
        var ended = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(ended));
        var waiting = await QueueAsync(endpoint);

        var listed = await ListAsync(new DeliveryListQuery { Endpoint = endpoint, Limit = 10 });

        Assert.That(listed.Select(one => one.Id), Is.EqualTo([waiting, ended]));
    }

    [Test]
    public async Task Only_one_event_is_listed_with_its_replays()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        await QueueAsync(endpoint);
        var request = Data.Replay(original);
        await Store.Commands.ReplayAsync(request);

        var listed = await ListAsync(new DeliveryListQuery { Event = new EventId(original.Key), Limit = 10 });

        Assert.That(listed.Select(one => one.Id.Key), Is.EqualTo([request.Items[0].Replacement, original.Key]));
    }

    [Test]
    public async Task Only_dead_letters_that_were_or_were_not_replayed_are_listed()
    {
        var endpoint = await AddEndpointAsync();
        var replayed = await DeadLetterAsync(endpoint);
        var dead = await DeadLetterAsync(endpoint);
        await Store.Commands.ReplayAsync(Data.Replay(replayed));

        var were = await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, IsReplayed = true, Limit = 10 });
        var wereNot = await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, IsReplayed = false, Limit = 10 });

        Assert.That(were.Select(one => one.Id), Is.EqualTo([replayed]));
        Assert.That(wereNot.Select(one => one.Id), Is.EqualTo([dead]));
    }

    [Test]
    public async Task Only_a_span_of_time_is_listed_its_beginning_included_and_its_end_not()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 5).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);
        await ApplyAsync(Data.Success(DeliveryId.First(events[2].Id, endpoint)));

        var span = await ListAsync(new DeliveryListQuery { From = events[1].CreatedAt, To = events[3].CreatedAt, Limit = 10 });
        var since = await ListAsync(new DeliveryListQuery { From = events[4].CreatedAt, Limit = 10 });
        var until = await ListAsync(new DeliveryListQuery { To = events[1].CreatedAt, Limit = 10 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(span.Select(one => one.EventId), Is.EqualTo([events[2].Id, events[1].Id]));
            Assert.That(since.Select(one => one.EventId), Is.EqualTo([events[4].Id]));
            Assert.That(until.Select(one => one.EventId), Is.EqualTo([events[0].Id]));
        }
    }

    [Test]
    public async Task Filters_go_together()
    {
        var wanted = await AddEndpointAsync(owner: "a");
        await AddEndpointAsync(owner: "a");
        await DeadLetterAsync(wanted, "a");
        var from = Data.NextTime();
        var match = await DeadLetterAsync(wanted, "a");
        await QueueAsync(wanted, Data.Event(owner: "a"));
        var query = new DeliveryListQuery { Owner = "a", Endpoint = wanted, Status = DeliveryStatus.Dead, From = from, To = Data.Later, Limit = 10 };

        Assert.That((await ListAsync(query)).Select(one => one.Id), Is.EqualTo([match]));
    }
}
