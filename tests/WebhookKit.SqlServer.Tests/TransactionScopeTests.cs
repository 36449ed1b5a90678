using System.Transactions;
using Dapper;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests;

/// <summary>Publishing inside a <see cref="TransactionScope"/>: with the same connection string for both, it needs one connection only.</summary>
[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class TransactionScopeTests(ITestedServer server) : HostedStoreTests(server)
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task The_event_shares_the_fate_of_the_hosts_row(bool completes)
    {
        var store = await OpenWithEndpointAsync();
        var published = Data.Event();
        using (var scope = NewScope(IsolationLevel.ReadCommitted))
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
            Assert.That(await CountOrdersAsync(), Is.EqualTo(completes ? 1 : 0));
            Assert.That(await HasAsync(store, published), Is.EqualTo(completes));
            Assert.That(await PendingAsync(store), Is.EqualTo(completes ? 1 : 0));
        }
    }

    [TestCase(IsolationLevel.ReadCommitted)]
    [TestCase(IsolationLevel.Serializable)]
    public async Task A_batch_whose_keys_conflict_leaves_the_scope_as_it_was(IsolationLevel level)
    {
        var store = await OpenWithEndpointAsync();
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
            Assert.That(await CountOrdersAsync(), Is.EqualTo(1));
            Assert.That(await HasAsync(store, earlier), Is.True);
            Assert.That(await HasAsync(store, refused), Is.False);
            Assert.That(await HasAsync(store, later), Is.True);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_endpoint_that_is_made_in_the_scope_shares_its_fate(bool completes)
    {
        var store = await OpenReadyAsync();
        EndpointId endpoint;
        using (var scope = NewScope(IsolationLevel.ReadCommitted))
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

    private static TransactionScope NewScope(IsolationLevel level) =>
        new(TransactionScopeOption.Required, new TransactionOptions { IsolationLevel = level }, TransactionScopeAsyncFlowOption.Enabled);

    private static async Task<IReadOnlyList<AppendedEvent>> AppendAsync(IWebhookStore store, params WebhookEvent[] events) =>
        (await store.Outbox.AppendAsync(new AppendRequest { Events = events })).Events;

    private async Task<IWebhookStore> OpenWithEndpointAsync()
    {
        var store = await OpenReadyAsync();
        await AddEndpointAsync(store);
        return store;
    }

    // Closed at once, so that the scope's connection is free for the next who asks.
    private async Task InsertOrderAsync()
    {
        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
    }
}
