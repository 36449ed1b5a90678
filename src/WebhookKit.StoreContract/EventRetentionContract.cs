using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IRetentionStore"/> promises about events.</summary>
public abstract class EventRetentionContract : RetentionFixture
{
    [Test]
    public async Task An_event_stays_as_long_as_one_delivery_refers_to_it()
    {
        var endpoint = await AddEndpointAsync();
        var other = await AddEndpointAsync(partition: 8);
        var published = Data.Event();
        await AppendAsync(published);
        await ApplyAsync(Data.Success(DeliveryId.First(published.Id, endpoint)));

        await PurgeAllAsync(Data.Later, Data.Later);

        Assert.That(await IsStoredAsync(DeliveryId.First(published.Id, endpoint)), Is.False);
        Assert.That(await IsEventStoredAsync(DeliveryId.First(published.Id, other)), Is.True);
    }

    [Test]
    public async Task An_event_stays_for_its_replay()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        var request = Data.Replay(original);
        await Store.Commands.ReplayAsync(request);

        await PurgeAllAsync(Data.Later, Data.Later);

        var lanes = await Store.Deliveries.ReadLanesAsync(
            new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 1 }], Now = Data.Later });
        Assert.That(await IsStoredAsync(original), Is.False);
        Assert.That(lanes.Lanes.Single().Due.Single().Id.Key, Is.EqualTo(request.Items[0].Replacement));
        Assert.That(lanes.Events.Keys, Is.EqualTo([new EventId(original.Key)]));
    }

    [Test]
    public async Task An_old_event_that_nobody_listened_to_is_removed_and_a_young_one_is_not()
    {
        var old = Data.Event();
        await AppendAsync(old);
        var horizon = Data.NextTime();
        var young = Data.Event();
        await AppendAsync(young);

        var removed = await PurgeAllAsync(horizon, horizon);

        Assert.That(removed, Is.EqualTo((0, 1)));
        Assert.That(await Store.History.FindEventAsync(new EventQuery { Id = old.Id }), Is.Null);
        Assert.That(await Store.History.FindEventAsync(new EventQuery { Id = young.Id }), Is.Not.Null);
    }

    [Test]
    public async Task The_idempotency_key_of_an_event_goes_with_it()
    {
        await AppendAsync(Data.Event(idempotencyKey: "key-1"));
        await PurgeAllAsync(Data.Later, Data.Later);

        var appended = await AppendAsync(Data.Event("different", idempotencyKey: "key-1"));

        Assert.That(appended.Single().Outcome, Is.EqualTo(AppendOutcome.Stored));
    }
}
