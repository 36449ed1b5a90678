using Microsoft.Data.Sqlite;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>Publishing inside a transaction of the host's own code, on the host's own connection.</summary>
internal sealed class HostTransactionTests
{
    private readonly StoreFile _file = new();

    [TearDown]
    public async Task RemoveFileAsync() => await _file.RemoveAsync();

    [Test]
    public async Task A_commit_keeps_the_hosts_row_and_the_event_together()
    {
        var store = await OpenAsync();
        var published = Sample.Event();
        using var connection = Connect();

        using (var transaction = connection.BeginTransaction())
        {
            Execute(connection, "INSERT INTO orders VALUES (1)");
            await store.Outbox.AppendAsync(new AppendRequest { Events = [published], Transaction = transaction });
            await transaction.CommitAsync();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(connection), Is.EqualTo(1));
            Assert.That(await store.HasAsync(published.Id), Is.True);
            Assert.That(await store.PendingAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_rollback_leaves_neither()
    {
        var store = await OpenAsync();
        var published = Sample.Event();
        using var connection = Connect();

        using (var transaction = connection.BeginTransaction())
        {
            Execute(connection, "INSERT INTO orders VALUES (1)");
            await store.Outbox.AppendAsync(new AppendRequest { Events = [published], Transaction = transaction });
            await transaction.RollbackAsync();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(connection), Is.Zero);
            Assert.That(await store.HasAsync(published.Id), Is.False);
            Assert.That(await store.PendingAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task Nothing_is_visible_before_the_commit()
    {
        var store = await OpenAsync();
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();

        await store.Outbox.AppendAsync(new AppendRequest { Events = [Sample.Event()], Transaction = transaction });

        Assert.That(await store.PendingAsync(), Is.Zero);
    }

    [Test]
    public async Task A_conflict_leaves_the_transaction_as_it_was()
    {
        var store = await OpenAsync();
        await store.Outbox.AppendAsync(Sample.Append(Sample.Event("taken", "key")));
        var before = Sample.Event();
        using var connection = Connect();

        using (var transaction = connection.BeginTransaction())
        {
            Execute(connection, "INSERT INTO orders VALUES (1)");
            var result = await store.Outbox.AppendAsync(
                new AppendRequest { Events = [before, Sample.Event("other", "key")], Transaction = transaction });
            Assert.That(result.Events[1].Outcome, Is.EqualTo(AppendOutcome.Conflict));
            await transaction.CommitAsync();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(connection), Is.EqualTo(1));
            Assert.That(await store.HasAsync(before.Id), Is.False);
            Assert.That(await store.PendingAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_failure_leaves_the_transaction_as_it_was()
    {
        var store = await OpenAsync();
        using var connection = Connect();
        Execute(connection, "CREATE TRIGGER broken BEFORE INSERT ON webhook_queue BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var published = Sample.Event();

        using (var transaction = connection.BeginTransaction())
        {
            Execute(connection, "INSERT INTO orders VALUES (1)");
            await Assert.ThrowsAsync<WebhookStoreException>(
                async () => await store.Outbox.AppendAsync(new AppendRequest { Events = [published], Transaction = transaction }));
            await transaction.CommitAsync();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(connection), Is.EqualTo(1));
            Assert.That(await store.HasAsync(published.Id), Is.False);
        }
    }

    [Test]
    public async Task A_transaction_on_another_file_is_refused()
    {
        var store = await OpenAsync();
        var other = new StoreFile();
        try
        {
            using var connection = other.Connect();
            using var transaction = connection.BeginTransaction();

            var refusal = await Assert.ThrowsAsync<ArgumentException>(
                async () => await store.Outbox.AppendAsync(new AppendRequest { Events = [Sample.Event()], Transaction = transaction }));

            Assert.That(refusal!.Message, Does.Contain(other.Path).And.Contain(_file.Path));
        }
        finally
        {
            await other.RemoveAsync();
        }
    }

    [Test]
    public async Task Another_spelling_of_the_same_file_is_accepted()
    {
        var store = await OpenAsync();
        var folder = Path.GetDirectoryName(_file.Path)!;
        using var connection = new SqliteConnection($"Data Source={folder}/../{Path.GetFileName(folder)}/{Path.GetFileName(_file.Path)}");
        connection.Open();

        using (var transaction = connection.BeginTransaction())
        {
            await store.Outbox.AppendAsync(new AppendRequest { Events = [Sample.Event()], Transaction = transaction });
            await transaction.CommitAsync();
        }

        Assert.That(await store.PendingAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        var store = await OpenAsync();
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        await transaction.CommitAsync();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Outbox.AppendAsync(new AppendRequest { Events = [Sample.Event()], Transaction = transaction }));

        Assert.That(refusal!.Message, Does.Contain("ended"));
    }

    private async Task<IWebhookStore> OpenAsync()
    {
        var store = await _file.OpenReadyAsync();
        await store.Endpoints.CreateAsync(Sample.Endpoint());
        return store;
    }

    private SqliteConnection Connect()
    {
        var connection = _file.Connect();
        Execute(connection, "CREATE TABLE IF NOT EXISTS orders (id INTEGER)");
        return connection;
    }

    private static long Count(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM orders";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
