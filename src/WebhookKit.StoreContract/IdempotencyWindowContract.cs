using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises about idempotency keys that have had their time.</summary>
public abstract class IdempotencyWindowContract : RetentionFixture
{
    [Test]
    public async Task A_key_whose_time_is_over_belongs_to_the_next_event_that_has_it()
    {
        var endpoint = await AddEndpointAsync();
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        var second = Data.Event("other", idempotencyKey: "key-1");

        var stored = await AppendAsync(second.CreatedAt, second);
        var again = await AppendAsync(second.CreatedAt, Data.Event("other", idempotencyKey: "key-1"));
        var another = await AppendAsync(second.CreatedAt, Data.Event("third", idempotencyKey: "key-1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stored[0].Id, stored[0].Outcome), Is.EqualTo((second.Id, AppendOutcome.Stored)));
            Assert.That(stored[0].Endpoints, Is.EqualTo([endpoint]));
            Assert.That((again[0].Id, again[0].Outcome), Is.EqualTo((second.Id, AppendOutcome.Duplicate)));
            Assert.That((another[0].Id, another[0].Outcome), Is.EqualTo((second.Id, AppendOutcome.Conflict)));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
            Assert.That(await Store.History.FindEventAsync(new EventQuery { Id = first.Id }), Is.Not.Null);
        }
    }

    [Test]
    public async Task The_same_content_again_is_a_new_event_then()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        var second = Data.Event(idempotencyKey: "key-1");

        var stored = await AppendAsync(second.CreatedAt, second);

        Assert.That((stored[0].Id, stored[0].Outcome), Is.EqualTo((second.Id, AppendOutcome.Stored)));
    }

    [Test]
    public async Task Until_its_time_is_over_a_key_means_the_same_event()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);

        var same = await AppendAsync(first.CreatedAt, Data.Event(idempotencyKey: "key-1"));
        var other = await AppendAsync(first.CreatedAt, Data.Event("other", idempotencyKey: "key-1"));

        Assert.That((same[0].Id, same[0].Outcome), Is.EqualTo((first.Id, AppendOutcome.Duplicate)));
        Assert.That((other[0].Id, other[0].Outcome), Is.EqualTo((first.Id, AppendOutcome.Conflict)));
    }

    [Test]
    public async Task The_same_event_id_again_is_a_duplicate_for_ever()
    {
        var published = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(published);

        var again = await AppendAsync(Data.Later, published);

        Assert.That((again[0].Id, again[0].Outcome), Is.EqualTo((published.Id, AppendOutcome.Duplicate)));
    }

    [Test]
    public async Task The_key_stays_where_it_was_when_another_event_of_the_batch_is_a_conflict()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        var fresh = Data.Event(idempotencyKey: "key-2", createdAt: Data.Later);
        await AppendAsync(first, fresh);

        var refused = await AppendAsync(Data.Later, Data.Event("other", idempotencyKey: "key-1"), Data.Event("other", idempotencyKey: "key-2"));
        var again = await AppendAsync(Data.Event(idempotencyKey: "key-1"));

        Assert.That(refused.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.NotStored, AppendOutcome.Conflict]));
        Assert.That((again[0].Id, again[0].Outcome), Is.EqualTo((first.Id, AppendOutcome.Duplicate)));
    }

    [Test]
    public async Task Many_publishers_of_a_key_that_has_become_free_store_one_event()
    {
        var endpoint = await AddEndpointAsync();
        await AppendAsync(Data.Event(idempotencyKey: "key-1"));
        var since = Data.NextTime();
        var events = Enumerable.Range(0, 16).Select(_ => Data.Event(idempotencyKey: "key-1")).ToArray();

        var answers = await Task.WhenAll(events.Select(one => Task.Run(() => AppendAsync(since, one))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer[0].Outcome == AppendOutcome.Stored), Is.EqualTo(1));
            Assert.That(answers.Select(answer => answer[0].Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task The_key_stays_with_the_newer_event_when_the_older_one_is_removed()
    {
        await AppendAsync(Data.Event(idempotencyKey: "key-1"));
        var second = Data.Event(idempotencyKey: "key-1", createdAt: Data.Later.AddMinutes(1));
        await AppendAsync(second.CreatedAt, second);

        await PurgeAllAsync(Data.Later, Data.Later);
        var again = await AppendAsync(Data.Event(idempotencyKey: "key-1"));

        Assert.That((again[0].Id, again[0].Outcome), Is.EqualTo((second.Id, AppendOutcome.Duplicate)));
    }

    [Test]
    public async Task The_same_key_with_another_content_type_is_a_conflict()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        var other = Data.Event(idempotencyKey: "key-1");

        var appended = await AppendAsync(
            new WebhookEvent { Id = other.Id, Type = other.Type, Payload = other.Payload, ContentType = "text/plain", CreatedAt = other.CreatedAt, IdempotencyKey = other.IdempotencyKey });

        Assert.That((appended[0].Id, appended[0].Outcome), Is.EqualTo((first.Id, AppendOutcome.Conflict)));
    }

    private async Task<IReadOnlyList<AppendedEvent>> AppendAsync(DateTimeOffset keysTakenSince, params WebhookEvent[] events) =>
        (await Store.Outbox.AppendAsync(new AppendRequest { Events = events, KeysTakenSince = keysTakenSince })).Events;
}
