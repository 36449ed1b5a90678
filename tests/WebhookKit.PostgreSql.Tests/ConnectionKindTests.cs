using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The whole job over every kind of connection that Npgsql makes.</summary>
internal sealed class ConnectionKindTests : StoreTests
{
    [TestCase("")]
    [TestCase("Multiplexing=true")]
    [TestCase("No Reset On Close=true")]
    [TestCase("Max Auto Prepare=20")]
    [TestCase("Enlist=false")]
    [TestCase("Maximum Pool Size=3")]
    public async Task A_data_source_of_its_own_does_the_whole_job(string settings)
    {
        await using var hosts = NpgsqlDataSource.Create(TestServer.ConnectionString + ";" + settings);

        await MainJob.RunAsync(
            options => (options.ConnectionString, options.Schema) = ($"{TestServer.ConnectionString};{settings}", Database.Schema), hosts);
    }

    [TestCase("Multiplexing=true")]
    [TestCase("No Reset On Close=true")]
    [TestCase("Maximum Pool Size=10")]
    public async Task A_data_source_that_the_host_shares_does_the_whole_job(string settings)
    {
        await using var shared = NpgsqlDataSource.Create(TestServer.ConnectionString + ";" + settings);

        await MainJob.RunAsync(options => (options.DataSource, options.Schema) = (shared, Database.Schema), shared);
    }

    [Test]
    public async Task Without_prepared_statements_the_server_keeps_none()
    {
        await using var shared = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=4");

        await MainJob.RunAsync(
            options => (options.DataSource, options.Schema, options.PrepareStatements) = (shared, Database.Schema, false), shared);

        await using var connection = await shared.OpenConnectionAsync();
        Assert.That(await ReadAsync(connection, "SELECT statement FROM pg_prepared_statements"), Is.Empty);
    }

    [Test]
    public async Task A_transaction_on_a_multiplexed_connection_is_joined_by_a_store_that_prepares()
    {
        await using var hosts = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Multiplexing=true");
        var store = await Database.OpenReadyAsync();
        await AddEndpointAsync(store);
        await using (var connection = await hosts.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()], Transaction = transaction });
            await transaction.CommitAsync();
        }

        Assert.That(await PendingAsync(store), Is.EqualTo(1));
    }

    [Test]
    public async Task A_prepared_statement_that_a_pooler_lost_is_explained()
    {
        await using var single = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=1;No Reset On Close=true");
        var store = await Database.OpenReadyAsync(options => options.DataSource = single);
        await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] });
        await using (var connection = await single.OpenConnectionAsync())
        {
            // As if the next transaction ran on another of the server's connections.
            await ExecuteAsync(connection, "DEALLOCATE ALL");
        }

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(
            async () => await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] }));

        Assert.That(failure!.Message, Does.Contain("PgBouncer").And.Contain("PrepareStatements"));
    }
}
