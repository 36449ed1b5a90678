using System.Data;
using System.Data.Common;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>Publishing inside a transaction of the host's own code, beyond what every store promises.</summary>
internal sealed class HostTransactionTests : StoreTests
{
    [Test]
    public async Task A_connection_of_the_shared_data_source_commits_the_hosts_row_and_the_event_together()
    {
        var store = await OpenAsync();
        var published = Data.Event();
        await using (var connection = await TestServer.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, $"INSERT INTO \"{Database.Schema}\".orders VALUES (1)");
            await AppendAsync(store, transaction, published);
            Assert.That(await PendingAsync(store), Is.Zero);
            await transaction.CommitAsync();
        }

        Assert.That(await CountOrdersAsync(), Is.EqualTo("1"));
        Assert.That(await HasAsync(store, published), Is.True);
        Assert.That(await PendingAsync(store), Is.EqualTo(1));
    }

    [TestCase(IsolationLevel.RepeatableRead)]
    [TestCase(IsolationLevel.Serializable)]
    [TestCase(IsolationLevel.ReadUncommitted)]
    public async Task Every_isolation_level_will_do(IsolationLevel level)
    {
        var store = await OpenAsync();
        var published = Data.Event(idempotencyKey: "key-1");
        await using (var connection = await TestServer.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync(level))
        {
            await AppendAsync(store, transaction, published);
            var again = await AppendAsync(store, transaction, Data.Event(idempotencyKey: "key-1"), Data.Event(idempotencyKey: "key-2"));
            await transaction.CommitAsync();
            Assert.That(again.Select(one => one.Outcome), Is.EqualTo([AppendOutcome.Duplicate, AppendOutcome.Stored]));
        }

        Assert.That(await PendingAsync(store), Is.EqualTo(2));
    }

    [TestCase(IsolationLevel.RepeatableRead)]
    [TestCase(IsolationLevel.Serializable)]
    public async Task A_key_that_another_transaction_took_meanwhile_asks_for_a_new_try(IsolationLevel level)
    {
        var store = await OpenAsync();
        await using var connection = await TestServer.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync(level))
        {
            await ExecuteAsync(connection, $"SELECT FROM \"{Database.Schema}\".orders");
            await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event(idempotencyKey: "key-1")] });

            var failure = await Assert.ThrowsAsync<WebhookStoreException>(
                () => AppendAsync(store, transaction, Data.Event(idempotencyKey: "key-1")));

            Assert.That(failure!.IsTransient, Is.True);
            Assert.That(failure.Message, Does.Contain("new transaction"));
        }

        await using var next = await connection.BeginTransactionAsync(level);
        var again = await AppendAsync(store, next, Data.Event(idempotencyKey: "key-1"));
        Assert.That(again.Single().Outcome, Is.EqualTo(AppendOutcome.Duplicate));
    }

    [Test]
    public async Task A_failure_ends_the_transaction_as_any_failed_statement_does()
    {
        var store = await OpenAsync();
        var published = Data.Event();
        await using var breaking = Database.Connect();
        await ExecuteAsync(breaking, "ALTER TABLE queue ADD CONSTRAINT broken CHECK (attempts > 0)");
        await using (var connection = await TestServer.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, $"INSERT INTO \"{Database.Schema}\".orders VALUES (1)");

            await Assert.ThrowsAsync<WebhookStoreException>(() => AppendAsync(store, transaction, published));
            var next = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, "SELECT 1"));

            Assert.That(next!.SqlState, Is.EqualTo(PostgresErrorCodes.InFailedSqlTransaction));
        }

        Assert.That(await CountOrdersAsync(), Is.EqualTo("0"));
        Assert.That(await HasAsync(store, published), Is.False);
    }

    [Test]
    public async Task A_savepoint_of_the_host_takes_the_event_back_and_nothing_else()
    {
        var store = await OpenAsync();
        var (kept, undone) = (Data.Event(), Data.Event());
        await using (var connection = await TestServer.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
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
        var store = await OpenAsync();
        var elsewhere = await TestServer.Cluster.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(elsewhere);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, transaction, Data.Event()));

        Assert.That(refusal!.Message, Does.Contain($"'{connection.Database}'").And.Contain("'postgres'"));
    }

    [TestCase("committed")]
    [TestCase("rolled back")]
    [TestCase("disposed of")]
    [TestCase("closed")]
    public async Task A_transaction_that_has_ended_is_refused(string how)
    {
        var store = await OpenAsync();
        await using var connection = await TestServer.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await (how switch
        {
            "committed" => transaction.CommitAsync(),
            "rolled back" => transaction.RollbackAsync(),
            "disposed of" => transaction.DisposeAsync().AsTask(),
            _ => connection.CloseAsync(),
        });

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, transaction, Data.Event()));

        Assert.That(refusal!.Message, Does.Contain("ended"));
    }

    [Test]
    public async Task A_transaction_of_another_provider_is_refused()
    {
        var store = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, new ForeignTransaction(), Data.Event()));

        Assert.That(refusal!.Message, Does.Contain("Npgsql").And.Contain(nameof(ForeignTransaction)));
    }

    private static async Task<IReadOnlyList<AppendedEvent>> AppendAsync(IWebhookStore store, DbTransaction transaction, params WebhookEvent[] events) =>
        (await store.Outbox.AppendAsync(new AppendRequest { Events = events, Transaction = transaction })).Events;

    private async Task<IWebhookStore> OpenAsync()
    {
        var store = await Database.OpenReadyAsync();
        await AddEndpointAsync(store);
        await StoreDatabase.ExecuteAsync($"CREATE TABLE \"{Database.Schema}\".orders (id integer)");
        return store;
    }

    private async Task<string> CountOrdersAsync()
    {
        await using var connection = Database.Connect();
        return (await ReadAsync(connection, "SELECT count(*)::text FROM orders")).Single();
    }

    private sealed class ForeignTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
