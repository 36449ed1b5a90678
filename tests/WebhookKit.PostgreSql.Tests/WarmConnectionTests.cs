using Microsoft.Extensions.Time.Testing;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>Which connections the store works on, seen from the server and from a host that shares its pool.</summary>
internal sealed class WarmConnectionTests : StoreTests
{
    private const int Burst = 40;

    private readonly string _name = $"warm-{Guid.CreateVersion7():N}";

    [Test]
    public async Task After_a_burst_work_stays_on_the_connection_that_was_used_last()
    {
        await using var shared = Create("Maximum Pool Size=100");
        var store = await Database.OpenReadyAsync(options => options.DataSource = shared);
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => AppendAsync(store)));
        Assert.That(await CountServingAsync("true"), Is.GreaterThan(4), "The burst was to open many connections.");
        var after = await ReadOneAsync("SELECT clock_timestamp()::text");

        for (var i = 0; i < Burst; i++)
        {
            await AppendAsync(store);
        }

        Assert.That(await CountServingAsync($"query_start > '{after}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_host_that_shares_the_pool_may_use_all_of_it_but_an_eighth_and_soon_all_but_one()
    {
        await using var shared = Create("Maximum Pool Size=16;Timeout=5");
        var clock = new FakeTimeProvider();
        var store = await Database.OpenReadyAsync(options => options.DataSource = shared, clock);
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => AppendAsync(store)));

        await OpenAtOnceAsync(shared, 14);
        clock.Advance(TimeSpan.FromSeconds(31));
        await AppendAsync(store);

        await OpenAtOnceAsync(shared, 15);
    }

    [Test]
    public async Task Connections_that_the_server_has_ended_cost_one_failure_and_no_more()
    {
        await using var shared = Create("Maximum Pool Size=100");
        var store = await Database.OpenReadyAsync(options => options.DataSource = shared);
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => AppendAsync(store)));

        await StoreDatabase.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_name}'");

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(() => AppendAsync(store));
        Assert.That(failure!.IsTransient, Is.True);
        for (var i = 0; i < Burst; i++)
        {
            await AppendAsync(store);
        }
    }

    private NpgsqlDataSource Create(string settings) => NpgsqlDataSource.Create($"{TestServer.ConnectionString};Application Name={_name};{settings}");

    private async Task AppendAsync(IWebhookStore store) => await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] });

    private static async Task OpenAtOnceAsync(NpgsqlDataSource pool, int connections)
    {
        var opened = new List<NpgsqlConnection>();
        try
        {
            while (opened.Count < connections)
            {
                opened.Add(await pool.OpenConnectionAsync());
            }
        }
        finally
        {
            foreach (var connection in opened)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<int> CountServingAsync(string condition) =>
        int.Parse(await ReadOneAsync($"SELECT count(*)::text FROM pg_stat_activity WHERE application_name = '{_name}' AND {condition}"), null);

    private static async Task<string> ReadOneAsync(string sql)
    {
        await using var connection = await TestServer.DataSource.OpenConnectionAsync();
        return (await ReadAsync(connection, sql))[0];
    }
}
