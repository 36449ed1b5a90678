using System.Data.Common;
using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises to a host that publishes in a transaction of its own.</summary>
public abstract class OutboxTransactionContract : HostTransactionFixture
{
    [Test]
    public async Task A_commit_stores_the_event_together_with_the_hosts_row()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);
        var published = Data.Event();

        await InsertOrderAsync(transaction);
        var appended = await AppendAsync(transaction, published);
        await transaction.CommitAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended.Single().Endpoints, Is.EqualTo([endpoint]));
            Assert.That(await CountOrdersAsync(connection), Is.EqualTo(1));
            Assert.That(await IsStoredAsync(published), Is.True);
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(published.Id, endpoint)]));
        }
    }

    [Test]
    public async Task A_rollback_leaves_nothing()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);
        var published = Data.Event(idempotencyKey: "key-1");

        await InsertOrderAsync(transaction);
        await AppendAsync(transaction, published);
        await transaction.RollbackAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountOrdersAsync(connection), Is.Zero);
            Assert.That(await IsStoredAsync(published), Is.False);
            Assert.That(await DueAsync(endpoint), Is.Empty);
            Assert.That(await ListAsync(), Is.Empty);
            Assert.That((await AppendAsync(Data.Event("other", idempotencyKey: "key-1")))[0].Outcome, Is.EqualTo(AppendOutcome.Stored));
        }
    }

    [Test]
    public async Task A_rollback_gives_a_key_whose_time_was_over_back_to_the_older_event()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);

        var request = new AppendRequest { Events = [Data.Event("other", idempotencyKey: "key-1")], KeysTakenSince = Data.Later, Transaction = transaction };
        var within = (await Store.Outbox.AppendAsync(request)).Events;
        await transaction.RollbackAsync();
        var again = await AppendAsync(Data.Event(idempotencyKey: "key-1"));

        Assert.That(within[0].Outcome, Is.EqualTo(AppendOutcome.Stored));
        Assert.That((again[0].Id, again[0].Outcome), Is.EqualTo((first.Id, AppendOutcome.Duplicate)));
    }

    [Test]
    public async Task A_connection_that_is_lost_before_the_commit_leaves_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var published = Data.Event();
        await using (var connection = await OpenHostConnectionAsync())
        {
            await using var transaction = await BeginAsync(connection);
            await AppendAsync(transaction, published);
        }

        Assert.That(await IsStoredAsync(published), Is.False);
        Assert.That(await DueAsync(endpoint), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_seen_before_the_commit()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        var published = Data.Event();

        await AppendAsync(transaction, published);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DueAsync(endpoint), Is.Empty);
            Assert.That(await IsStoredAsync(published), Is.False);
        }

        await transaction.CommitAsync();
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Several_calls_share_one_transaction()
    {
        var endpoint = await AddEndpointAsync();
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        WebhookEvent[] events = [Data.Event(), Data.Event(), Data.Event()];

        await AppendAsync(transaction, events[0]);
        await AppendAsync(transaction, events[1], events[2]);
        await transaction.CommitAsync();

        Assert.That(await DueAsync(endpoint), Is.EqualTo(events.Select(one => DeliveryId.First(one.Id, endpoint))));
    }

    [Test]
    public async Task A_transaction_sees_its_own_idempotency_keys()
    {
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(transaction, first);

        var again = (await AppendAsync(transaction, Data.Event(idempotencyKey: "key-1"))).Single();

        Assert.That(again.Outcome, Is.EqualTo(AppendOutcome.Duplicate));
        Assert.That(again.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task A_duplicate_leaves_the_transaction_usable()
    {
        var first = Data.Event(idempotencyKey: "key-1");
        await AppendAsync(first);
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);

        var again = (await AppendAsync(transaction, Data.Event(idempotencyKey: "key-1"), first)).Select(one => one.Outcome);

        Assert.That(again, Is.All.EqualTo(AppendOutcome.Duplicate));
        await AssertUsableAsync(transaction);
    }

    [Test]
    public async Task A_conflict_leaves_the_transaction_as_it_was_and_usable()
    {
        var endpoint = await AddEndpointAsync("order.created");
        await AppendAsync(Data.Event("taken", idempotencyKey: "key-1"));
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);
        var earlier = Data.Event();
        var refused = Data.Event();
        await AppendAsync(transaction, earlier);

        var answer = await AppendAsync(transaction, refused, Data.Event("other", idempotencyKey: "key-1"));

        Assert.That(answer[1].Outcome, Is.EqualTo(AppendOutcome.Conflict));
        await AssertUsableAsync(transaction);
        Assert.That(await IsStoredAsync(refused), Is.False);
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_call_that_is_cancelled_leaves_the_transaction_usable()
    {
        await using var connection = await OpenWithOrdersAsync();
        await using var transaction = await BeginAsync(connection);
        var request = new AppendRequest { Events = [Data.Event()], Transaction = transaction };

        Assert.That(
            async () => await Store.Outbox.AppendAsync(request, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

        await AssertUsableAsync(transaction);
        Assert.That(await IsStoredAsync(request.Events[0]), Is.False);
    }

    [Test]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        await using var connection = await OpenHostConnectionAsync();
        await using var transaction = await BeginAsync(connection);
        await transaction.CommitAsync();
        var request = new AppendRequest { Events = [Data.Event()], Transaction = transaction };

        Assert.That(async () => await Store.Outbox.AppendAsync(request), Throws.InstanceOf<ArgumentException>());
        Assert.That(await IsStoredAsync(request.Events[0]), Is.False);
    }

    // Publishes and writes once more, commits, and finds both.
    private async Task AssertUsableAsync(DbTransaction transaction)
    {
        var connection = transaction.Connection!;
        var next = Data.Event();
        await InsertOrderAsync(transaction);
        await AppendAsync(transaction, next);
        await transaction.CommitAsync();

        Assert.That(await IsStoredAsync(next), Is.True);
        Assert.That(await CountOrdersAsync(connection), Is.EqualTo(1));
    }
}
