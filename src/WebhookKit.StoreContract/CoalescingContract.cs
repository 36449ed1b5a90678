using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryStore.CoalesceAsync"/> promises.</summary>
public abstract class CoalescingContract : OrderFixture
{
    [Test]
    public async Task The_coalescing_key_of_an_event_is_kept()
    {
        await AddEndpointAsync();
        var published = Data.Replacing("order-7", orderingKey: "customer-1");
        await AppendAsync(published);

        var found = await Store.History.FindEventAsync(new EventQuery { Id = published.Id });

        Assert.That((found!.CoalescingKey, found.OrderingKey), Is.EqualTo(("order-7", "customer-1")));
    }

    [Test]
    public async Task The_one_that_was_queued_last_stays_and_the_others_are_cancelled()
    {
        var endpoint = await AddEndpointAsync();
        WebhookEvent[] events = [Data.Replacing("a"), Data.Replacing("b"), Data.Replacing("a"), Data.Event(), Data.Replacing("a")];
        foreach (var published in events)
        {
            await AppendAsync(published);
        }

        var result = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        Assert.That(result, Is.EqualTo(new CoalesceResult(Of(events[4], endpoint), 2)));
        Assert.That(await DueAsync(endpoint), Is.EquivalentTo([Of(events[1], endpoint), Of(events[3], endpoint), Of(events[4], endpoint)]));
        var replaced = (await DetailsAsync(Of(events[0], endpoint))).Delivery;
        Assert.That(
            (replaced.Status, replaced.CancelReason, replaced.CancelledBy, replaced.EndedAt, replaced.ReplayedAs),
            Is.EqualTo((DeliveryStatus.Cancelled, "replaced", "library", (DateTimeOffset?)Data.Later, (DeliveryId?)Of(events[4], endpoint))));
    }

    [Test]
    public async Task The_last_is_the_one_that_was_stored_last_whatever_its_id_and_time_are()
    {
        var endpoint = await AddEndpointAsync();
        var (late, early) = (Data.Replacing("a", createdAt: Data.Later.AddMinutes(-1)), Data.Replacing("a"));
        await AppendAsync(late);
        await AppendAsync(early);

        var result = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        Assert.That(result.Last, Is.EqualTo(Of(early, endpoint)));
    }

    [Test]
    public async Task What_has_failed_and_is_due_later_is_replaced_too()
    {
        var endpoint = await AddEndpointAsync();
        var (failed, last) = (Data.Replacing("a"), Data.Replacing("a"));
        await AppendAsync(failed);
        await AppendAsync(last);
        await ApplyAsync(Data.Retry(Of(failed, endpoint), next: Data.Later.AddHours(1)));

        var result = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        var delivery = (await DetailsAsync(Of(failed, endpoint))).Delivery;
        Assert.That((result.Replaced, delivery.Status, delivery.AttemptCount), Is.EqualTo((1, DeliveryStatus.Cancelled, 1)));
    }

    [Test]
    public async Task Other_endpoints_and_other_keys_keep_theirs()
    {
        var (endpoint, other) = (await AddEndpointAsync(), await AddEndpointAsync(partition: 3));
        WebhookEvent[] events = [Data.Replacing("a"), Data.Replacing("a"), Data.Replacing("A")];
        await AppendAsync(events);

        var result = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        Assert.That(result.Replaced, Is.EqualTo(1));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
        Assert.That(await DueAsync(other), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task With_a_limit_the_oldest_are_cancelled_and_the_last_stays()
    {
        var endpoint = await AddEndpointAsync();
        WebhookEvent[] events = [.. Enumerable.Range(0, 6).Select(_ => Data.Replacing("a"))];
        foreach (var published in events)
        {
            await AppendAsync(published);
        }

        var first = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a", limit: 3));
        var left = await DueAsync(endpoint);
        var second = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a", limit: 3));

        Assert.That((first.Replaced, second.Replaced), Is.EqualTo((3, 2)));
        Assert.That(left, Is.EquivalentTo(events[3..].Select(published => Of(published, endpoint))));
        Assert.That(await DueAsync(endpoint), Is.EqualTo([Of(events[5], endpoint)]));
    }

    [Test]
    public async Task Where_nothing_waits_nothing_happens()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Replacing("a");
        await AppendAsync(published);
        await ApplyAsync(Data.Success(Of(published, endpoint)));

        Assert.That(await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a")), Is.EqualTo(default(CoalesceResult)));
    }

    [Test]
    public async Task A_replay_replaces_nothing_and_is_not_replaced()
    {
        var endpoint = await AddEndpointAsync();
        var (dead, waiting) = (Data.Replacing("a"), Data.Replacing("a"));
        await AppendAsync(dead);
        await ApplyAsync(Data.GiveUp(Of(dead, endpoint)));
        await AppendAsync(waiting);
        await Store.Commands.ReplayAsync(Data.Replay(Of(dead, endpoint)));

        var result = await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        Assert.That(result, Is.EqualTo(new CoalesceResult(Of(waiting, endpoint), 0)));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task In_an_ordered_endpoint_the_next_is_the_head_once_the_one_before_was_replaced()
    {
        var endpoint = await AddAsync(OrderingMode.Strict);
        WebhookEvent[] events = [Data.Replacing("a"), Data.Replacing("b"), Data.Replacing("a")];
        foreach (var published in events)
        {
            await AppendAsync(published);
        }

        await Store.Deliveries.CoalesceAsync(Data.Coalescing(endpoint, "a"));

        var due = (await ReadAsync(endpoint)).Due.Single();
        Assert.That((due.EventId, due.Sequence), Is.EqualTo((events[1].Id, 1)));
    }

    private static DeliveryId Of(WebhookEvent published, EndpointId endpoint) => DeliveryId.First(published.Id, endpoint);
}
