using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises about publishing again.</summary>
public abstract class IdempotencyContract : StoreFixture
{
    [Test]
    public async Task The_same_key_and_content_again_is_a_duplicate_of_the_first_event()
    {
        var endpoint = await AddEndpointAsync();
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);

        var again = (await AppendAsync(Data.Event(idempotencyKey: "key-1"))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That(again.Endpoints, Is.Empty);
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(first.Id, endpoint)]));
        }
    }

    [Test]
    public async Task A_duplicate_does_not_reach_endpoints_that_came_later()
    {
        await AppendAsync(Data.Event(idempotencyKey: "key-1"));
        var late = await AddEndpointAsync();

        await AppendAsync(Data.Event(idempotencyKey: "key-1"));

        Assert.That(await DueAsync(late), Is.Empty);
    }

    [Test]
    public async Task The_same_key_with_another_payload_is_a_conflict_and_stores_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        var other = Data.Event(payload: "{}"u8.ToArray(), idempotencyKey: "key-1");

        var appended = (await AppendAsync(other)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Outcome, Is.EqualTo(AppendOutcome.Conflict));
            Assert.That(appended.Id, Is.EqualTo(first.Id));
            Assert.That(appended.Endpoints, Is.Empty);
            Assert.That(await StoredAsync(other.Id), Is.False);
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_key_with_another_type_is_a_conflict()
    {
        var first = Data.Event("order.created", idempotencyKey: "key-1");
        await AppendAsync(first);

        var appended = (await AppendAsync(Data.Event("order.Created", idempotencyKey: "key-1"))).Single();

        Assert.That(appended.Outcome, Is.EqualTo(AppendOutcome.Conflict));
        Assert.That(appended.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task The_same_event_id_again_is_a_duplicate()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await AppendAsync(published);

        var again = (await AppendAsync(published)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
            Assert.That(again.Id, Is.EqualTo(published.Id));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_event_id_again_is_a_duplicate_after_its_delivery_has_ended()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        var delivery = await QueueAsync(endpoint, published);
        await ApplyAsync(Data.Success(delivery));

        await AppendAsync(published);

        Assert.That(await DueAsync(endpoint), Is.Empty);
    }

    [Test]
    public async Task A_key_belongs_to_its_owner()
    {
        await AppendAsync(Data.Event(owner: "a", idempotencyKey: "key-1"));

        var appended = await AppendAsync(
            Data.Event("different", owner: "b", idempotencyKey: "key-1"), Data.Event("different", idempotencyKey: "key-1"));

        Assert.That(appended.Select(one => one.Outcome), Is.All.EqualTo(AppendOutcome.Stored));
    }

    [Test]
    public async Task Keys_differ_by_case()
    {
        await AppendAsync(Data.Event(idempotencyKey: "key-a"));

        var appended = await AppendAsync(Data.Event("different", idempotencyKey: "KEY-A"));

        Assert.That(appended.Single().Outcome, Is.EqualTo(AppendOutcome.Stored));
    }

    [Test]
    public async Task Many_publishers_of_one_key_store_one_event()
    {
        var endpoint = await AddEndpointAsync();
        var events = Enumerable.Range(0, 16).Select(_ => Data.Event(idempotencyKey: "key-1")).ToArray();

        var answers = await Task.WhenAll(events.Select(one => Task.Run(() => AppendAsync(one))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer[0].Outcome == AppendOutcome.Stored), Is.EqualTo(1));
            Assert.That(answers.Select(answer => answer[0].Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    private async Task<bool> StoredAsync(EventId id) => await Store.History.FindEventAsync(new EventQuery { Id = id }) is not null;
}
