using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about reading lanes.</summary>
public abstract class LaneReadContract : StoreFixture
{
    [Test]
    public async Task Only_what_is_due_is_read()
    {
        var endpoint = await AddEndpointAsync();
        var due = await QueueAsync(endpoint);
        var future = Data.Event(createdAt: Data.Later.AddMilliseconds(1));
        await AppendAsync(future);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 });

        Assert.That(lane.Due.Select(one => one.Id), Is.EqualTo([due]));
        Assert.That(lane.NextDueAt, Is.EqualTo(future.CreatedAt));
    }

    [Test]
    public async Task What_is_due_this_very_moment_is_read()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await AppendAsync(published);

        Assert.That(await DueAsync(endpoint, published.CreatedAt), Has.Count.EqualTo(1));
        Assert.That(await DueAsync(endpoint, published.CreatedAt.AddMilliseconds(-1)), Is.Empty);
    }

    [Test]
    public async Task A_lane_is_read_by_due_time_and_then_by_key()
    {
        var endpoint = await AddEndpointAsync();
        var moment = ContractData.Start.AddSeconds(10);
        var same = Enumerable.Range(0, 5).Select(_ => Data.Event(createdAt: moment)).ToArray();
        var early = Data.Event(createdAt: moment.AddSeconds(-1));
        var late = Data.Event(createdAt: moment.AddSeconds(1));
        await AppendAsync([late, .. same, early]);

        var read = await DueAsync(endpoint);

        var expected = same.Select(one => one.Id.Value).Order().Prepend(early.Id.Value).Append(late.Id.Value);
        Assert.That(read.Select(one => one.Key), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_retry_goes_to_its_place_by_due_time()
    {
        var endpoint = await AddEndpointAsync();
        var first = await QueueAsync(endpoint);
        var second = await QueueAsync(endpoint);
        await ApplyAsync(Data.Retry(first, next: Data.Later));

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 });

        Assert.That(lane.Due.Select(one => one.Id), Is.EqualTo([second, first]));
        Assert.That(lane.Due.Select(one => one.AttemptsMade), Is.EqualTo([0, 1]));
    }

    [Test]
    public async Task No_more_is_read_than_there_is_room_for()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 5).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 3 });

        Assert.That(lane.Due.Select(one => one.EventId), Is.EqualTo(events.Take(3).Select(one => one.Id)));
        Assert.That(lane.NextDueAt, Is.EqualTo(events[3].CreatedAt));
    }

    [Test]
    public async Task Without_room_only_the_endpoint_and_the_next_due_time_are_read()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await AppendAsync(published);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 0 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Due, Is.Empty);
            Assert.That(lane.NextDueAt, Is.EqualTo(published.CreatedAt));
            Assert.That(lane.Changed?.Endpoint.Id, Is.EqualTo(endpoint));
        }
    }

    [Test]
    public async Task What_the_caller_holds_is_passed_over()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 4).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);
        DeliveryId[] held = [DeliveryId.First(events[0].Id, endpoint), DeliveryId.First(events[2].Id, endpoint)];

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1, Held = held });

        Assert.That(lane.Due.Select(one => one.EventId), Is.EqualTo([events[1].Id]));
        Assert.That(lane.NextDueAt, Is.EqualTo(events[3].CreatedAt));
    }

    [Test]
    public async Task Reading_goes_on_behind_a_position()
    {
        var endpoint = await AddEndpointAsync();
        var moment = ContractData.Start.AddSeconds(10);
        var same = Enumerable.Range(0, 3).Select(_ => Data.Event(createdAt: moment)).OrderBy(one => one.Id.Value).ToArray();
        var early = Data.Event(createdAt: moment.AddSeconds(-1));
        var late = Data.Event(createdAt: moment.AddSeconds(1));
        var last = Data.Event(createdAt: moment.AddSeconds(2));
        await AppendAsync([last, late, .. same, early]);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 2, After = new LanePosition(moment, same[1].Id.Value) });

        Assert.That(lane.Due.Select(one => one.EventId), Is.EqualTo([same[2].Id, late.Id]));
        Assert.That(lane.NextDueAt, Is.EqualTo(last.CreatedAt));
    }

    [Test]
    public async Task Nothing_is_next_when_nothing_stands_behind_the_position()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await AppendAsync(published);

        var lane = await ReadLaneAsync(
            new LaneRequest { Endpoint = endpoint, Room = 2, After = new LanePosition(published.CreatedAt, published.Id.Value) });

        Assert.That(lane.Exists, Is.True);
        Assert.That(lane.Due, Is.Empty);
        Assert.That(lane.NextDueAt, Is.Null);
    }

    [Test]
    public async Task Nothing_is_next_when_all_is_held_or_returned()
    {
        var endpoint = await AddEndpointAsync();
        var held = await QueueAsync(endpoint);
        await QueueAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 1, Held = [held] });
        var holdingAll = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 0, Held = [held, lane.Due[0].Id] });

        Assert.That(lane.NextDueAt, Is.Null);
        Assert.That(holdingAll.NextDueAt, Is.Null);
    }

    [Test]
    public async Task A_held_delivery_that_is_queued_no_more_does_no_harm()
    {
        var endpoint = await AddEndpointAsync();
        var ended = await QueueAsync(endpoint);
        await ApplyAsync(Data.Success(ended));
        var waiting = await QueueAsync(endpoint);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5, Held = [ended] });

        Assert.That(lane.Due.Select(one => one.Id), Is.EqualTo([waiting]));
    }

    [Test]
    public async Task An_idle_lane_has_nothing_due_and_nothing_next()
    {
        var endpoint = await AddEndpointAsync();

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5 });

        Assert.That(lane.Exists, Is.True);
        Assert.That(lane.Due, Is.Empty);
        Assert.That(lane.NextDueAt, Is.Null);
    }
}
