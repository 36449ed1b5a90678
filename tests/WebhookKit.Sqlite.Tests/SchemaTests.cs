using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>The tables, the file and what is said when one of them is not as it should be.</summary>
internal sealed class SchemaTests
{
    private readonly StoreFile _file = new();

    [TearDown]
    public async Task RemoveFileAsync() => await _file.RemoveAsync();

    [Test]
    public async Task The_printed_script_makes_the_same_tables()
    {
        var byHand = new StoreFile();
        try
        {
            var store = await _file.OpenReadyAsync();
            using var connection = byHand.Connect();
            Execute(connection, store.Schema.GetScript());
            using var applied = _file.Connect();

            var state = await byHand.Open().Schema.CheckAsync();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(Tables(connection), Is.EqualTo(Tables(applied)).And.Not.Empty);
                Assert.That(state.Found, Is.EqualTo(state.Needed));
            }
        }
        finally
        {
            await byHand.RemoveAsync();
        }
    }

    [Test]
    public async Task Stores_that_start_at_once_make_the_tables_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => _file.Open()).ToArray();

        await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.Schema.ApplyAsync())));

        var state = await stores[0].Schema.CheckAsync();
        Assert.That(state.Found, Is.EqualTo(state.Needed));
    }

    [Test]
    public async Task A_prefix_keeps_two_sets_of_tables_apart()
    {
        var one = await _file.OpenReadyAsync();
        var other = await _file.OpenReadyAsync(options => options.TablePrefix = "other_");
        var published = Sample.Event();

        await one.Outbox.AppendAsync(Sample.Append(published));

        Assert.That(await other.HasAsync(published.Id), Is.False);
    }

    [Test]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        var store = await _file.OpenReadyAsync();
        using var connection = _file.Connect();
        Execute(connection, "INSERT INTO webhook_schema VALUES (999, 0)");

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.Schema.ApplyAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("999"));
            Assert.That(failure.IsTransient, Is.False);
        }
    }

    [Test]
    public async Task A_folder_that_is_missing_is_named()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file.Path)!, "missing");
        var store = _file.Open(options => options.ConnectionString = $"Data Source={folder}/app.db");

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.Schema.ApplyAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain($"'{folder}'"));
            Assert.That(failure.IsTransient, Is.False);
        }
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 8192));

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await _file.Open().Schema.ApplyAsync());

        Assert.That(failure!.Message, Does.Contain(_file.Path));
    }

    [TestCase("", "ConnectionString")]
    [TestCase("Data Source=:memory:", "ConnectionString")]
    [TestCase("Data Source=app;Mode=Memory;Cache=Shared", "ConnectionString")]
    [TestCase("Data Source=file:app?mode=memory", "ConnectionString")]
    [TestCase("Data Source=app.db;Mode=ReadOnly", "ConnectionString")]
    [TestCase("Nonsense=1", "ConnectionString")]
    public void A_connection_string_that_cannot_work_is_refused(string connectionString, string property)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => _file.Open(options => options.ConnectionString = connectionString));

        Assert.That(failure!.Message, Does.Contain(property));
    }

    [TestCase("")]
    [TestCase("1st_")]
    [TestCase("a b")]
    [TestCase("x; DROP TABLE orders; --")]
    [TestCase("a_prefix_that_is_longer_than_thirty")]
    public void A_prefix_that_is_no_identifier_is_refused(string prefix)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => _file.Open(options => options.TablePrefix = prefix));

        Assert.That(failure!.Message, Does.Contain("TablePrefix").And.Contain($"'{prefix}'"));
    }

    [TestCase(0)]
    [TestCase(601)]
    public void A_busy_timeout_out_of_range_is_refused(int seconds)
    {
        var failure = Assert.Throws<OptionsValidationException>(
            () => _file.Open(options => options.BusyTimeout = TimeSpan.FromSeconds(seconds)));

        Assert.That(failure!.Message, Does.Contain("BusyTimeout"));
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY type, name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
