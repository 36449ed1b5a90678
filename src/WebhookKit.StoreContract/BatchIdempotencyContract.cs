using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises about duplicates and conflicts within a batch.</summary>
public abstract class BatchIdempotencyContract : StoreFixture
{
    [Test]
    public async Task A_conflict_in_the_middle_of_a_batch_stores_nothing_of_it()
    {
        var endpoint = await AddEndpointAsync();
        await AppendAsync(Data.Event("taken", idempotencyKey: "key-1"));
        var before = Data.Event(idempotencyKey: "key-0");
        var after = Data.Event(idempotencyKey: "key-2");

        var appended = await AppendAsync(before, Data.Event("other", idempotencyKey: "key-1"), after);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Select(one => one.Outcome), Is.EqualTo((AppendOutcome[])[AppendOutcome.NotStored, AppendOutcome.Conflict, AppendOutcome.NotStored]));
            Assert.That(appended.SelectMany(one => one.Endpoints), Is.Empty);
            Assert.That(await StoredAsync(before.Id), Is.False);
            Assert.That(await StoredAsync(after.Id), Is.False);
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task The_keys_of_a_refused_batch_are_free()
    {
        await AppendAsync(Data.Event("taken", idempotencyKey: "key-1"));
        await AppendAsync(Data.Event(idempotencyKey: "key-0"), Data.Event("other", idempotencyKey: "key-1"));

        var appended = (await AppendAsync(Data.Event("different", idempotencyKey: "key-0"))).Single();

        Assert.That(appended.Outcome, Is.EqualTo(AppendOutcome.Stored));
    }

    [Test]
    public async Task A_duplicate_in_a_batch_leaves_the_others_stored()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        var other = Data.Event();

        var appended = await AppendAsync(Data.Event(idempotencyKey: "key-1"), other);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.Duplicate, AppendOutcome.Stored]));
            Assert.That(appended.Select(one => one.Id), Is.EqualTo([first.Id, other.Id]));
        }
    }

    [Test]
    public async Task The_same_key_twice_in_one_batch_is_stored_once()
    {
        var endpoint = await AddEndpointAsync();
        var first = Data.Event(idempotencyKey: "key-1");

        var appended = await AppendAsync(first, Data.Event(idempotencyKey: "key-1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.Stored, AppendOutcome.Duplicate]));
            Assert.That(appended.Select(one => one.Id), Is.All.EqualTo(first.Id));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    private async Task<bool> StoredAsync(EventId id) => await Store.History.FindEventAsync(new EventQuery { Id = id }) is not null;
}
