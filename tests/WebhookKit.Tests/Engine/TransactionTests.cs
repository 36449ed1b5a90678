using System.Data.Common;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>Publishing inside the host's own transaction, on each store that can join one.</summary>
[TestFixture(EngineStore.Sqlite)]
[TestFixture(EngineStore.PostgreSql)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TransactionTests(EngineStore store)
{
    private EngineDatabase _database = null!;
    private WebhookReceiver _receiver = null!;
    private EngineHost _host = null!;
    private DbConnection _connection = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await EngineDatabase.CreateAsync(store);
        _receiver = await WebhookReceiver.StartAsync();

        // Polling so seldom that only the wake-up after a commit can explain a quick delivery.
        _host = await EngineHost.StartAsync(
            _database.Use,
            new Dictionary<string, string?> { ["Dispatching:PollInterval"] = "00:01:00" });
        await _host.SubscribeAsync(_receiver.At("/").Url);
        await _host.PublishAsync("warm.up");
        await _receiver.WaitForAsync(1, EngineHost.Patience);
        _connection = await _database.ConnectAsync();
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS orders (item TEXT)");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
        await _connection.DisposeAsync();
        _database.Dispose();
    }

    [Test]
    public async Task An_event_is_delivered_soon_after_the_hosts_commit_and_not_before()
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await ExecuteAsync("INSERT INTO orders (item) VALUES ('tea')", transaction);
        var receipt = await _host.Publisher.PublishAsync("order.created", new { item = "tea" }, new PublishOptions { Transaction = transaction });
        var seenBefore = await _host.History.FindEventAsync(new EventQuery { Id = receipt.EventId });

        await transaction.CommitAsync();

        var requests = await _receiver.WaitForAsync(2, TimeSpan.FromSeconds(10));
        Assert.Multiple(() =>
        {
            Assert.That(seenBefore, Is.Null);
            Assert.That(requests[1].WebhookId, Is.EqualTo(receipt.EventId.ToString()));
        });
    }

    [Test]
    public async Task A_rolled_back_publish_leaves_nothing_and_sends_nothing()
    {
        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            await _host.Publisher.PublishAsync("order.created", new { item = "ghost" }, new PublishOptions { Transaction = transaction });
            await transaction.RollbackAsync();
        }

        var after = await _host.PublishAsync("order.created");
        await _host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, after.EventId);
        Assert.That(_receiver.Requests.Select(request => request.Text), Has.None.Contains("ghost"));
    }

    [Test]
    public async Task An_idempotency_conflict_leaves_the_hosts_transaction_usable()
    {
        await _host.Publisher.PublishAsync("order.created", new { item = "tea" }, new PublishOptions { IdempotencyKey = "order-1" });
        await using var transaction = await _connection.BeginTransactionAsync();
        await ExecuteAsync("INSERT INTO orders (item) VALUES ('coffee')", transaction);

        await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            _host.Publisher.PublishAsync("order.created", new { item = "coffee" }, new PublishOptions { Transaction = transaction, IdempotencyKey = "order-1" }));
        await transaction.CommitAsync();

        await using var count = _connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM orders WHERE item = 'coffee'";
        Assert.That(await count.ExecuteScalarAsync(), Is.EqualTo(1L));
    }

    private async Task ExecuteAsync(string sql, DbTransaction? transaction = null)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
    }
}
