using System.Transactions;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>Publishing inside a <see cref="TransactionScope"/>: with one data source for both, it needs one connection only.</summary>
internal sealed class TransactionScopeTests : StoreTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task The_event_shares_the_fate_of_the_hosts_row(bool completes)
    {
        var store = await OpenAsync();
        var published = Data.Event();
        using (var scope = NewScope())
        {
            await InsertOrderAsync();
            await AppendAsync(store, published);
            if (completes)
            {
                scope.Complete();
            }
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountOrdersAsync(), Is.EqualTo(completes ? "1" : "0"));
            Assert.That(await HasAsync(store, published), Is.EqualTo(completes));
            Assert.That(await PendingAsync(store), Is.EqualTo(completes ? 1 : 0));
        }
    }

    [Test]
    public async Task Nothing_is_seen_before_the_scope_ends()
    {
        var store = await OpenAsync();
        var published = Data.Event();
        using (var scope = NewScope())
        {
            await AppendAsync(store, published);
            using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
            {
                Assert.That(await HasAsync(store, published), Is.False);
            }

            scope.Complete();
        }

        Assert.That(await HasAsync(store, published), Is.True);
    }

    [TestCase(IsolationLevel.ReadCommitted)]
    [TestCase(IsolationLevel.RepeatableRead)]
    [TestCase(IsolationLevel.Serializable)]
    public async Task A_batch_whose_keys_conflict_leaves_the_scope_as_it_was(IsolationLevel level)
    {
        var store = await OpenAsync();
        await AppendAsync(store, Data.Event("taken", idempotencyKey: "key-1"));
        var (earlier, refused, later) = (Data.Event(), Data.Event(), Data.Event(idempotencyKey: "key-2"));
        using (var scope = NewScope(level))
        {
            await AppendAsync(store, earlier);
            var answer = await AppendAsync(store, refused, Data.Event("other", idempotencyKey: "key-1"));
            await AppendAsync(store, later, Data.Event(idempotencyKey: "key-3"));
            await InsertOrderAsync();
            Assert.That(answer.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.NotStored, AppendOutcome.Conflict]));
            scope.Complete();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountOrdersAsync(), Is.EqualTo("1"));
            Assert.That(await HasAsync(store, earlier), Is.True);
            Assert.That(await HasAsync(store, refused), Is.False);
            Assert.That(await HasAsync(store, later), Is.True);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_endpoint_that_is_made_in_the_scope_shares_its_fate(bool completes)
    {
        var store = await Database.OpenReadyAsync();
        EndpointId endpoint;
        using (var scope = NewScope())
        {
            endpoint = await AddEndpointAsync(store);
            var appended = await AppendAsync(store, Data.Event());
            Assert.That(appended[0].Endpoints, Is.EqualTo([endpoint]));
            if (completes)
            {
                scope.Complete();
            }
        }

        var found = await store.Endpoints.FindAsync(new EndpointQuery { Id = endpoint });
        Assert.That(found, completes ? Is.Not.Null : Is.Null);
        Assert.That(await PendingAsync(store), Is.EqualTo(completes ? 1 : 0));
    }

    [Test]
    public async Task A_connection_that_the_host_keeps_open_in_the_scope_is_a_second_one_and_its_transaction_must_be_passed()
    {
        var store = await OpenAsync();
        var published = Data.Event();
        var scope = NewScope();
        await using (var connection = await TestServer.DataSource.OpenConnectionAsync())
        {
            await ExecuteAsync(connection, $"INSERT INTO \"{Database.Schema}\".orders VALUES (1)");
            await AppendAsync(store, published);
            scope.Complete();
        }

        // Two connections need two-phase commit, which PostgreSQL has off by default. Both are rolled back.
        var failure = Assert.Throws<TransactionAbortedException>(scope.Dispose);

        using (Assert.EnterMultipleScope())
        {
            Assert.That($"{failure}", Does.Contain("prepared transactions are disabled"));
            Assert.That(await CountOrdersAsync(), Is.EqualTo("0"));
            Assert.That(await HasAsync(store, published), Is.False);
        }
    }

    private static TransactionScope NewScope(IsolationLevel level = IsolationLevel.ReadCommitted) =>
        new(TransactionScopeOption.Required, new TransactionOptions { IsolationLevel = level }, TransactionScopeAsyncFlowOption.Enabled);

    private static async Task<IReadOnlyList<AppendedEvent>> AppendAsync(IWebhookStore store, params WebhookEvent[] events) =>
        (await store.Outbox.AppendAsync(new AppendRequest { Events = events })).Events;

    private async Task<IWebhookStore> OpenAsync()
    {
        var store = await Database.OpenReadyAsync();
        await AddEndpointAsync(store);
        await StoreDatabase.ExecuteAsync($"CREATE TABLE \"{Database.Schema}\".orders (id integer)");
        return store;
    }

    // Closed at once, so that the scope's connection is free for the next who asks.
    private Task InsertOrderAsync() => StoreDatabase.ExecuteAsync($"INSERT INTO \"{Database.Schema}\".orders VALUES (1)");

    private async Task<string> CountOrdersAsync()
    {
        await using var connection = Database.Connect();
        return (await ReadAsync(connection, "SELECT count(*)::text FROM orders")).Single();
    }
}
