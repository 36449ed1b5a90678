using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.SqlServer.Tests;

/// <summary>A store that cannot be used says why in one sentence, and keeps the password to itself.</summary>
internal sealed class EmulatedStartErrorTests() : HostedStoreTests(EmulatedDatabases.Instance)
{
    private const string Secret = "a-password-that-nobody-may-read";

    [Test]
    public async Task A_wrong_password_is_named_but_not_repeated() =>
        await RefusedAsync(way => way.Password = Secret, isTransient: false, "'sa'", "User ID and Password");

    [Test]
    public async Task A_missing_database_is_named() =>
        await RefusedAsync(way => way.InitialCatalog = "no_such_database", isTransient: false, "'no_such_database'", "Create it");

    [Test]
    public async Task A_server_that_is_not_there_is_named() =>
        await RefusedAsync(way => (way.DataSource, way.ConnectTimeout) = ("tcp:127.0.0.1,1", 2), isTransient: true, "127.0.0.1,1", "Check that it runs");

    [Test]
    public async Task Tables_of_a_newer_version_are_named()
    {
        await OpenReadyAsync();
        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync($"INSERT INTO [{Database.Schema}].versions (version, applied_at) VALUES (999, SYSUTCDATETIME())");

        await RefusedAsync(_ => { }, isTransient: false, "version 999", "Deploy the newer version");
    }

    [Test]
    public async Task Missing_tables_are_named()
    {
        var store = await Database.CreateAsync();

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.History.CountAsync());

        Assert.That(failure!.Message, Does.Contain(Database.Schema).And.Contain("missing or old").And.EndsWith("."));
        Assert.That(failure.IsTransient, Is.False);
    }

    [TestCase("CREATE SCHEMA", 262, "CREATE SCHEMA permission denied in database 'app'.", "CREATE SCHEMA if it is not there")]
    [TestCase("CREATE TABLE", 262, "CREATE TABLE permission denied in database 'app'.", "also needs CREATE TABLE")]
    [TestCase("CREATE TYPE", 15247, "User does not have permission to perform this action.", "CREATE TYPE")]
    [TestCase("INFORMATION_SCHEMA", 229, "The SELECT permission was denied on the object 'TABLES', database 'app', schema 'INFORMATION_SCHEMA'.", "needs SELECT")]
    public async Task A_host_whose_user_lacks_a_right_does_not_start_and_names_the_right_and_where_to_get_it(string statement, int number, string said, string fix)
    {
        await Database.CreateAsync();
        await using var port = EmulatedServer.Server.OpenAnotherPort();
        port.Faults.Add(statement, FaultAction.Error(number, 14, said), times: int.MaxValue);
        var name = new SqlConnectionStringBuilder(Database.ConnectionString).InitialCatalog;
        await using var host = StoreHost.Build(webhooks => webhooks.UseSqlServer(port.ConnectionString(name) + ";Pooling=False"));

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(host.StartAsync);

        Assert.That(failure!.Message, Does.Contain(said.TrimEnd('.')).And.Contain("'sa'").And.Contain(fix).And.Contain("IStoreSchema.GetScript"));
        Assert.That(failure.Message, Does.Not.Contain("\n").And.EndsWith("."));
        Assert.That((failure.IsTransient, (failure.InnerException as SqlException)?.Number), Is.EqualTo((false, number)));
    }

    [Test]
    public async Task A_user_with_no_right_at_all_is_named_with_those_that_are_missing()
    {
        await OpenReadyAsync();
        var user = $"clerk_{Guid.CreateVersion7():n}";
        await EmulatedServer.Server.CreateLoginAsync(user, Secret);

        await RefusedAsync(way => (way.UserID, way.Password) = (user, Secret), isTransient: false, user, "SELECT, INSERT, UPDATE, DELETE and EXECUTE", "GetScript");
    }

    private async Task RefusedAsync(Action<SqlConnectionStringBuilder> change, bool isTransient, params string[] said)
    {
        if (!Database.IsMade)
        {
            await Database.CreateAsync();
        }

        var way = new SqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false, ConnectRetryInterval = 1 };
        change(way);
        var store = Database.Open(options => options.ConnectionString = way.ConnectionString);

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.Schema.ApplyAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.Where(part => !failure!.Message.Contains(part, StringComparison.Ordinal)), Is.Empty, failure!.Message);
            Assert.That(failure.IsTransient, Is.EqualTo(isTransient));
            Assert.That(failure.Message, Does.Not.Contain("\n").And.EndsWith("."));
            Assert.That($"{failure}", Does.Not.Contain(Secret));
        }
    }
}
