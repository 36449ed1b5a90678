using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Storage;
using WebhookKit.Testing;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>All that a host does in its life: publish in every way, deliver, record, fail, replay.</summary>
internal static class MainJob
{
    private const int Publishers = 8;
    private const int EventsEach = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Does it all, and fails the test where something is missing.</summary>
    /// <param name="configure">The store of the host.</param>
    /// <param name="hostConnections">Where the host's own connections come from.</param>
    public static async Task RunAsync(Action<PostgreSqlStoreOptions> configure, NpgsqlDataSource hostConnections)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StoreHost.StartAsync(
            webhooks => webhooks.UsePostgreSql(configure), ("Dispatching:PollInterval", "00:00:00.2"), ("Retry:Schedule:0", "00:00:00"));
        await host.SubscribeAsync(receiver.At("/hook").Answer(500, 500, 500).Url);

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(number => PublishAsync(host, hostConnections, number)));

        // One attempt each: what meets one of the three failures is given up, and sent again by a replay.
        const int Events = Publishers * EventsEach * 4;
        var all = await host.WaitForAsync(all => Count(all, DeliveryStatus.Succeeded) == Events - 3 && Count(all, DeliveryStatus.Dead) == 3, Patience);
        foreach (var dead in all.Where(delivery => delivery.Status == DeliveryStatus.Dead))
        {
            var replayed = await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);
            Assert.That(replayed.Outcome, Is.EqualTo(ReplayOutcome.Created));
        }

        await host.WaitForAsync(all => Count(all, DeliveryStatus.Succeeded) == Events, Patience);
        Assert.That(receiver.Requests.Select(request => request.WebhookId).Distinct().Count(), Is.EqualTo(Events));
        Assert.That(receiver.Requests, Has.Count.EqualTo(Events + 3));
        Assert.That(receiver.Requests.Where(request => request.Text.Contains("ghost", StringComparison.Ordinal)), Is.Empty);
        Assert.That(host.Log, Does.Not.Contain("Error:"));
    }

    private static int Count(IEnumerable<WebhookDelivery> all, DeliveryStatus status) => all.Count(delivery => delivery.Status == status);

    private static async Task PublishAsync(StoreHost host, NpgsqlDataSource hostConnections, int publisher)
    {
        for (var i = 0; i < EventsEach; i++)
        {
            var key = $"{publisher}-{i}";
            await host.Publisher.PublishAsync("order.created", new { key });
            await host.Publisher.PublishAsync([WithKey($"batch-1-{key}"), WithKey($"batch-2-{key}")]);
            await using var connection = await hostConnections.OpenConnectionAsync();
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await host.Publisher.PublishAsync("order.created", new { key }, new PublishOptions { Transaction = transaction });
                await transaction.CommitAsync();
            }

            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await host.Publisher.PublishAsync("order.created", new { key = "ghost" }, new PublishOptions { Transaction = transaction });
                await transaction.RollbackAsync();
            }
        }
    }

    private static OutgoingEvent WithKey(string key) => new() { Type = "order.created", Payload = "{}"u8.ToArray(), IdempotencyKey = key };
}
