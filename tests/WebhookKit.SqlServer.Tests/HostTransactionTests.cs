using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests;

/// <summary>Publishing inside a transaction of the host's own code, beyond what every store promises.</summary>
[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class HostTransactionTests(ITestedServer server) : HostedStoreTests(server)
{
    [TestCase(IsolationLevel.ReadUncommitted)]
    [TestCase(IsolationLevel.RepeatableRead)]
    [TestCase(IsolationLevel.Serializable)]
    public async Task Every_isolation_level_will_do(IsolationLevel level)
    {
        var store = await OpenReadyAsync();
        await AddEndpointAsync(store);
        await using (var connection = await Database.ConnectAsync())
        await using (var transaction = (SqlTransaction)await connection.BeginTransactionAsync(level))
        {
            await AppendAsync(store, transaction, Data.Event(idempotencyKey: "key-1"));
            var again = await AppendAsync(store, transaction, Data.Event(idempotencyKey: "key-1"), Data.Event(idempotencyKey: "key-2"));
            await transaction.CommitAsync();
            Assert.That(again.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.Duplicate, AppendOutcome.Stored]));
        }

        Assert.That(await PendingAsync(store), Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_stored_without_its_deliveries_cannot_be_committed()
    {
        var store = await OpenReadyAsync();
        var endpoint = await AddEndpointAsync(store);
        var published = Data.Event();
        await using var connection = await Database.ConnectAsync();

        // A row that the fan-out meets.
        await connection.ExecuteAsync(
            $"INSERT INTO [{Database.Schema}].queue ([key], endpoint_id, due_at, attempts) VALUES (@key, @endpoint, '2026-01-01', 0)",
            new { key = published.Id.Value.ToByteArray(bigEndian: true), endpoint = endpoint.Value });
        await using (var transaction = (SqlTransaction)await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("INSERT INTO orders (id) VALUES (1)", transaction: transaction);
            await Assert.ThrowsAsync<WebhookStoreException>(() => AppendAsync(store, transaction, published));

            Assert.That(async () => await transaction.CommitAsync(), Throws.InstanceOf<InvalidOperationException>());
        }

        Assert.That(await CountOrdersAsync(), Is.Zero);
        Assert.That(await HasAsync(store, published), Is.False);
    }

    [Test]
    public async Task A_savepoint_of_the_host_takes_the_event_back_and_nothing_else()
    {
        var store = await OpenReadyAsync();
        await AddEndpointAsync(store);
        var (kept, undone) = (Data.Event(), Data.Event());
        await using (var connection = await Database.ConnectAsync())
        await using (var transaction = (SqlTransaction)await connection.BeginTransactionAsync())
        {
            await AppendAsync(store, transaction, kept);
            await transaction.SaveAsync("before");
            await AppendAsync(store, transaction, undone);
            await transaction.RollbackAsync("before");
            await transaction.CommitAsync();
        }

        Assert.That((await HasAsync(store, kept), await HasAsync(store, undone)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_transaction_on_another_database_is_refused()
    {
        var store = await OpenReadyAsync();
        await using var connection = new SqlConnection(await Server.GetSharedDatabaseAsync());
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, transaction, Data.Event()));

        Assert.That(refusal!.Message, Does.Contain($"'{connection.Database}'").And.Contain("atomic"));
    }

    [Test]
    public async Task A_text_that_ends_with_a_space_is_refused_because_the_server_would_not_see_it()
    {
        var store = await OpenReadyAsync();
        await using var connection = await Database.ConnectAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, transaction, Data.Event(owner: "a ")));

        Assert.That(refusal!.Message, Does.Contain("owner").And.Contain("space"));
        Assert.That(await AppendAsync(store, transaction, Data.Event(owner: "a")), Has.Count.EqualTo(1));
    }

    private static async Task<IReadOnlyList<AppendedEvent>> AppendAsync(IWebhookStore store, SqlTransaction transaction, params WebhookEvent[] events) =>
        (await store.Outbox.AppendAsync(new AppendRequest { Events = events, Transaction = transaction })).Events;
}
