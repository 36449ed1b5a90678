using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore"/> promises about deliveries that are sent one after the other.</summary>
public abstract class OrderContract : OrderFixture
{
    [Test]
    public async Task The_ordering_of_an_endpoint_is_kept_and_can_be_changed()
    {
        var record = Data.Ordered(OrderingMode.Key, skipAfter: 3);
        await Store.Endpoints.CreateAsync(Data.Creation(record));
        var created = await Store.Endpoints.FindAsync(new EndpointQuery { Id = record.Endpoint.Id });
        await Store.Endpoints.UpdateAsync(Data.Update(created!, "https://other.example/", "moved"));
        var updated = await Store.Endpoints.FindAsync(new EndpointQuery { Id = record.Endpoint.Id });

        Assert.That((created!.Endpoint.Ordering!.Mode, created.Endpoint.Ordering.SkipAfter), Is.EqualTo((OrderingMode.Key, 3)));
        Assert.That(updated!.Endpoint.Ordering, Is.Null);
        await AppendAsync(Data.InOrder("a"), Data.InOrder("a"));
        Assert.That(await DueAsync(record.Endpoint.Id), Has.Count.EqualTo(2), "Nothing is in order any more.");
    }

    [Test]
    public async Task The_ordering_key_of_an_event_is_kept()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        var published = Data.InOrder("customer-7");
        await AppendAsync(published);

        var found = await Store.History.FindEventAsync(new EventQuery { Id = published.Id });
        var due = (await ReadAsync(endpoint)).Due.Single();

        Assert.That(found!.OrderingKey, Is.EqualTo("customer-7"));
        Assert.That((due.OrderingKey, due.Sequence), Is.EqualTo(("customer-7", 1)));
    }

    [Test]
    public async Task Of_those_with_the_same_key_the_first_is_due_and_the_others_are_blocked_by_it()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        WebhookEvent[] events = [Data.InOrder("a"), Data.InOrder("b"), Data.InOrder("a"), Data.Event(), Data.InOrder("b"), Data.Event()];
        foreach (var published in events)
        {
            await AppendAsync(published);
        }

        var lane = await ReadAsync(endpoint);

        Assert.That(lane.Due.Select(due => due.EventId), Is.EqualTo(Ids(events, 0, 1, 3, 5)));
        Assert.That(lane.Due.Select(due => due.OrderingKey), Is.EqualTo((string?[])["a", "b", null, null]));
        Assert.That(lane.Due.Select(due => due.Sequence), Is.EqualTo([1, 1, 0, 0]));
        Assert.That(lane.Blocked.Select(blocked => blocked.Id.Key), Is.EqualTo(Ids(events, 2, 4).Select(id => id.Value)));
        Assert.That(lane.Blocked.Select(blocked => blocked.HeadDueAt), Is.EqualTo([lane.Due[0].DueAt, lane.Due[1].DueAt]));
        Assert.That(lane.NextDueAt, Is.Null);
        Assert.That(lane.ReadTo!.Value.Key, Is.EqualTo(events[5].Id.Value));
    }

    [Test]
    public async Task A_strict_endpoint_has_one_that_is_due_and_another_endpoint_has_all()
    {
        var strict = await AddAsync(OrderingMode.Strict);
        var free = await AddEndpointAsync(partition: 3);
        WebhookEvent[] events = [Data.InOrder("a"), Data.Event(), Data.InOrder("b")];
        await AppendAsync(events);

        var lane = await ReadAsync(strict);

        Assert.That(lane.Due.Select(due => (due.EventId, due.OrderingKey, due.Sequence)), Is.EqualTo([(events[0].Id, "", 1)]));
        Assert.That(lane.Blocked, Has.Count.EqualTo(2));
        Assert.That(await DueAsync(free), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task What_was_stored_first_is_sent_first_whatever_its_id_and_time_are()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        var (late, early) = (Data.InOrder("a", Data.Later.AddMinutes(-1)), Data.InOrder("a"));
        await AppendAsync(late);
        await AppendAsync(early);

        var lane = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 10 }, Data.Later.AddYears(100));

        Assert.That(lane.Due.Select(due => due.EventId), Is.EqualTo([late.Id]));
    }

    [Test]
    public async Task The_next_is_due_when_the_one_before_has_ended_however_it_has()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        WebhookEvent[] events = [.. Enumerable.Range(0, 5).Select(_ => Data.InOrder("a"))];
        await AppendAsync(events);
        DeliveryStatus[] ends = [DeliveryStatus.Succeeded, DeliveryStatus.Dead, DeliveryStatus.Filtered, DeliveryStatus.Cancelled];
        for (var i = 0; i < ends.Length; i++)
        {
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(events[i].Id, endpoint)]));
            await BringToAsync(DeliveryId.First(events[i].Id, endpoint), ends[i]);
        }

        Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(events[4].Id, endpoint)]));
    }

    [Test]
    public async Task One_that_failed_blocks_until_it_is_due_and_is_found_behind_what_waits_for_it()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        WebhookEvent[] events = [.. Enumerable.Range(0, 20).Select(_ => Data.InOrder("a"))];
        await AppendAsync(events);
        var head = DeliveryId.First(events[0].Id, endpoint);
        var next = Data.Later.AddMinutes(5);
        await ApplyAsync(Data.Retry(head, next: next));

        var before = await ReadAsync(endpoint, room: 2);
        var after = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 2 }, next);
        var held = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 2, Held = [head] }, next);

        Assert.That(before.Due, Is.Empty);
        Assert.That(before.Blocked.Select(blocked => blocked.HeadDueAt), Is.EqualTo([next, next]));
        Assert.That(before.NextDueAt, Is.LessThan(next), "There is more that waits.");
        Assert.That(after.Due.Select(due => (due.Id, due.AttemptsMade, due.DueAt, due.Sequence)), Is.EqualTo([(head, 1, next, 1)]));
        Assert.That(after.ReadTo!.Value.Key, Is.Not.EqualTo(head.Key), "How far it was read is what it passed, not what it found for it.");
        Assert.That((held.Due.Count, held.Blocked.Count), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task What_is_blocked_takes_room_and_can_be_passed_over()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        WebhookEvent[] events = [.. Enumerable.Range(0, 6).Select(_ => Data.InOrder("a")), Data.InOrder("b")];
        foreach (var published in events)
        {
            await AppendAsync(published);
        }

        var first = await ReadAsync(endpoint, room: 4);
        var rest = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 4, After = first.ReadTo });
        var holding = await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 4, After = first.ReadTo, Held = [DeliveryId.First(events[0].Id, endpoint)] });

        Assert.That((first.Due.Count, first.Blocked.Count), Is.EqualTo((1, 3)));
        Assert.That(rest.Blocked.Select(blocked => blocked.Id.Key), Is.EqualTo(Ids(events, 4, 5).Select(id => id.Value)));
        Assert.That(rest.Due.Select(due => due.EventId).ToHashSet(), Does.Contain(events[6].Id));
        Assert.That(holding.Blocked.Select(blocked => blocked.Id), Is.EqualTo(rest.Blocked.Select(blocked => blocked.Id)));
        Assert.That(holding.Due.Select(due => due.EventId), Is.EqualTo([events[6].Id]), "What is held stands before the position, and is not answered again.");
    }

    [Test]
    public async Task Postponing_moves_back_what_is_pending_and_due_earlier()
    {
        var endpoint = await AddAsync(OrderingMode.Key);
        var (moved, late, ended) = (await QueueAsync(endpoint), await QueueAsync(endpoint), await QueueAsync(endpoint));
        var until = Data.Later.AddMinutes(10);
        await ApplyAsync(Data.Retry(late, next: until.AddHours(1)));
        await ApplyAsync(Data.Success(ended));

        await Store.Deliveries.PostponeAsync([moved, late, ended], until);
        await Store.Deliveries.PostponeAsync([], until);

        Assert.That(await DueAsync(endpoint), Is.Empty);
        Assert.That((await DetailsAsync(moved)).Delivery.NextAttemptAt, Is.EqualTo(until));
        Assert.That((await DetailsAsync(late)).Delivery.NextAttemptAt, Is.EqualTo(until.AddHours(1)));
        Assert.That((await DetailsAsync(ended)).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
    }

    private static IEnumerable<EventId> Ids(WebhookEvent[] events, params int[] indexes) => indexes.Select(index => events[index].Id);
}
