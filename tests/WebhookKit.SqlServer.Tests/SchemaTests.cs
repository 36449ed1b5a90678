using Dapper;
using WebhookKit.SqlServer.Tests.Servers;

namespace WebhookKit.SqlServer.Tests;

/// <summary>The tables: how often they are made, and by what.</summary>
[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class SchemaTests(ITestedServer server) : HostedStoreTests(server)
{
    [Test]
    public async Task The_printed_script_makes_tables_that_are_taken_as_they_are()
    {
        var store = await Database.CreateAsync();
        await using var connection = await Database.ConnectAsync();
        foreach (var batch in store.Schema.GetScript().ReplaceLineEndings("\n").Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries))
        {
            await connection.ExecuteAsync(batch);
        }

        await store.Schema.ApplyAsync();

        var state = await store.Schema.CheckAsync();
        Assert.That(state.Found, Is.EqualTo(state.Needed));
        Assert.That(store.Schema.GetScript(state.Needed), Does.Not.Contain("CREATE"));
    }

    [Test]
    public async Task Stores_that_start_at_once_make_the_tables_once()
    {
        await Database.CreateAsync();
        var stores = Enumerable.Range(0, 8).Select(_ => Database.Open()).ToArray();

        await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.Schema.ApplyAsync())));

        await using var connection = await Database.ConnectAsync();
        Assert.That(await connection.QueryAsync<int>($"SELECT version FROM [{Database.Schema}].versions"), Is.EqualTo([1]));
    }
}
