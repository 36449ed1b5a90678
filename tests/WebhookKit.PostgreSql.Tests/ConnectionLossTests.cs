using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Testing;
using WebhookKit.TestServers;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The database goes away in the middle of everything, and comes back: on a server of its own.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[NonParallelizable]
internal sealed class ConnectionLossTests
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PostgreSqlCluster _cluster = null!;
    private string _database = null!;

    [OneTimeSetUp]
    public async Task StartServerAsync() => _cluster = await PostgreSqlCluster.StartAsync();

    [OneTimeTearDown]
    public async Task StopServerAsync() => await _cluster.DisposeAsync();

    [SetUp]
    public async Task CreateDatabaseAsync() => _database = await _cluster.CreateDatabaseAsync();

    [Test]
    public async Task Every_connection_is_cut_again_and_again_and_nothing_is_lost()
    {
        await LoseNothingAsync(rounds: 5, () => _cluster.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(_database).Database}'"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_server_crashes_or_restarts_and_nothing_is_lost(bool crashes)
    {
        await LoseNothingAsync(rounds: 3, () => _cluster.RestartAsync(immediate: crashes));
    }

    [Test]
    public async Task A_server_that_is_down_at_the_start_does_not_hold_up_the_host_and_is_found_when_it_comes()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await _cluster.StopAsync();
        await using var host = await StartHostAsync();

        await _cluster.StartAsync();

        await EventuallyAsync(() => host.SubscribeAsync(receiver.At("/hook").Url), Recovery);
        await host.Publisher.PublishAsync("order.created", new { number = 1 });
        await receiver.WaitForAsync(1, Recovery);
    }

    private async Task LoseNothingAsync(int rounds, Func<Task> disturb)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartHostAsync();
        await host.SubscribeAsync(receiver.At("/hook").Url);
        using var stopping = new CancellationTokenSource();
        var accepted = PublishUntilAsync(host, stopping.Token);
        await receiver.WaitForAsync(50, Patience);

        for (var round = 0; round < rounds; round++)
        {
            await disturb();
            await receiver.WaitForAsync(receiver.Requests.Count + 50, Recovery);
        }

        await stopping.CancelAsync();
        var ids = await accepted;
        var all = await host.WaitForAsync(all => all.Count >= ids.Count && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), Patience);
        var received = receiver.Requests.Select(request => request.WebhookId).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids.Except(received), Is.Empty, "An accepted event was lost.");
            Assert.That(all.Select(delivery => delivery.EventId.ToString()), Is.EquivalentTo(received.Distinct()));
            Assert.That(all.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
        }
    }

    private Task<StoreHost> StartHostAsync() => StoreHost.StartAsync(
        webhooks => webhooks.UsePostgreSql(options => options.ConnectionString = $"{_database};Timeout=5"),
        ("Leasing:Duration", "00:00:06"), ("Leasing:RenewEvery", "00:00:02"), ("Dispatching:PollInterval", "00:00:00.5"));

    /// <summary>Answers the ids of the events that the store said it has. Of the others, either is right.</summary>
    private static async Task<IReadOnlyCollection<string>> PublishUntilAsync(StoreHost host, CancellationToken stopping)
    {
        var accepted = new List<string>();
        for (var number = 0; !stopping.IsCancellationRequested; number++)
        {
            try
            {
                var receipt = await host.Publisher.PublishAsync("order.created", new { number }, cancellationToken: CancellationToken.None);
                accepted.Add(receipt.EventId.ToString());
                await Task.Delay(1, CancellationToken.None);
            }
            catch (Storage.WebhookStoreException failure)
            {
                Assert.That(failure.IsTransient, Is.True, failure.ToString());
                await Task.Delay(20, CancellationToken.None);
            }
        }

        return accepted;
    }

    private static async Task EventuallyAsync(Func<Task> work, TimeSpan patience)
    {
        for (var deadline = DateTime.UtcNow + patience; ; await Task.Delay(50))
        {
            try
            {
                await work();
                return;
            }
            catch (Storage.WebhookStoreException) when (DateTime.UtcNow < deadline)
            {
                // Not yet.
            }
        }
    }
}
