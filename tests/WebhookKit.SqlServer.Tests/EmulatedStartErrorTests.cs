using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

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
        await RefusedAsync(way => (way.DataSource, way.ConnectTimeout) = ("tcp:127.0.0.1,1", 5), isTransient: true, "127.0.0.1,1", "Check that it runs");

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

    private async Task RefusedAsync(Action<SqlConnectionStringBuilder> change, bool isTransient, params string[] said)
    {
        if (!Database.IsMade)
        {
            await Database.CreateAsync();
        }

        var way = new SqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false };
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
