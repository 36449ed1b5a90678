using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IHistoryStore"/> promises about reading one thing, and about counting.</summary>
public abstract class HistoryStoreContract : StoreFixture
{
    [Test]
    public async Task A_new_delivery_is_told_in_full()
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var published = Data.Event("order.created", "a");
        var delivery = await QueueAsync(endpoint, published);

        var details = await DetailsAsync(delivery);

        var found = details.Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Id, Is.EqualTo(delivery));
            Assert.That(found.EventId, Is.EqualTo(published.Id));
            Assert.That(found.EventType, Is.EqualTo("order.created"));
            Assert.That(found.Owner, Is.EqualTo("a"));
            Assert.That(found.Status, Is.EqualTo(DeliveryStatus.Pending));
            Assert.That(found.AttemptCount, Is.Zero);
            Assert.That(found.CreatedAt, Is.EqualTo(published.CreatedAt));
            Assert.That(found.NextAttemptAt, Is.EqualTo(published.CreatedAt));
            Assert.That(found.EndedAt, Is.Null);
            Assert.That(found.DeadReason, Is.Null);
            Assert.That(found.CancelReason, Is.Null);
            Assert.That(found.CancelledBy, Is.Null);
            Assert.That(found.ReplayOf, Is.Null);
            Assert.That(found.ReplayedAs, Is.Null);
            Assert.That(details.Attempts, Is.Empty);
        }
    }

    [Test]
    public async Task What_a_delivery_is_of_stays_when_it_ends([Values] DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var published = Data.Event("order.created", "a");
        var delivery = await QueueAsync(endpoint, published);

        await BringToAsync(delivery, status);

        var found = (await DetailsAsync(delivery)).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.EventId, Is.EqualTo(published.Id));
            Assert.That(found.EventType, Is.EqualTo("order.created"));
            Assert.That(found.Owner, Is.EqualTo("a"));
            Assert.That(found.Status, Is.EqualTo(status));
            Assert.That(found.CreatedAt, Is.EqualTo(published.CreatedAt));
        }
    }

    [Test]
    public async Task What_never_was_is_not_found()
    {
        var delivery = new DeliveryId(Data.NextKey(), Data.NextEndpointId());

        Assert.That(await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery }), Is.Null);
        Assert.That(await Store.History.FindEventAsync(new EventQuery { Id = new EventId(delivery.Key) }), Is.Null);
    }

    [TestCase("a", true)]
    [TestCase("b", false)]
    [TestCase("", false)]
    [TestCase("A", false)]
    public async Task What_belongs_to_another_owner_is_not_found(string asking, bool found)
    {
        var endpoint = await AddEndpointAsync(owner: "a");
        var published = Data.Event(owner: "a");
        var delivery = await QueueAsync(endpoint, published);

        var foundEvent = await Store.History.FindEventAsync(new EventQuery { Id = published.Id, Owner = asking });
        var foundDelivery = await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery, Owner = asking });

        Assert.That(foundEvent is not null, Is.EqualTo(found));
        Assert.That(foundDelivery is not null, Is.EqualTo(found));
    }

    [Test]
    public async Task An_empty_store_counts_nothing()
    {
        var counts = await Store.History.CountAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Pending, Is.Zero);
            Assert.That(counts.Failed, Is.Zero);
            Assert.That(counts.Dead, Is.Zero);
            Assert.That(counts.OldestDueAt, Is.Null);
        }
    }

    [Test]
    public async Task Each_state_is_counted_for_itself()
    {
        var endpoint = await AddEndpointAsync();
        var oldest = await QueueAsync(endpoint);
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            await BringToAsync(await QueueAsync(endpoint), status);
        }

        await DeadLetterAsync(endpoint);

        var counts = await Store.History.CountAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Pending, Is.EqualTo(2));
            Assert.That(counts.Failed, Is.EqualTo(1));
            Assert.That(counts.Dead, Is.EqualTo(2));
            Assert.That(counts.OldestDueAt, Is.EqualTo((await DetailsAsync(oldest)).Delivery.CreatedAt));
        }
    }

    [Test]
    public async Task A_dead_letter_that_was_replayed_is_not_counted()
    {
        var endpoint = await AddEndpointAsync();
        await DeadLetterAsync(endpoint);
        await Store.Commands.ReplayAsync(Data.Replay(await DeadLetterAsync(endpoint)));

        var counts = await Store.History.CountAsync();

        Assert.That(counts.Dead, Is.EqualTo(1));
        Assert.That(counts.Pending, Is.EqualTo(1));
    }
}
