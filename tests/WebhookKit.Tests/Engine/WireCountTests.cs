using System.Globalization;
using System.Text;
using WebhookKit.Storage;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>
/// Requests on the wire are the attempts that are recorded, whatever connections the receiver closes. <c>WEBHOOKKIT_TEST_WIRE</c> makes it so
/// many deliveries; the promise is made for 100,000.
/// </summary>
internal sealed class WireCountTests
{
    private const int Endpoints = 8;
    private const int LargestPayload = 20_000;
    private static readonly int Size = int.Parse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_WIRE") ?? "2000", CultureInfo.InvariantCulture);

    [TestCase(EngineStore.InMemory)]
    [TestCase(EngineStore.Sqlite)]
    public async Task There_is_one_request_for_each_attempt_though_idle_connections_are_closed(EngineStore store)
    {
        var receiver = new FickleReceiver(seed: 20);
        using var server = RawServer.Talking(receiver.TalkAsync);
        using var database = await EngineDatabase.CreateAsync(store);
        await using var host = await EngineHost.StartAsync(database.Use, new Dictionary<string, string?>
        {
            ["Retry:Exponential:InitialDelay"] = "00:00:00.01",
            ["Retry:Exponential:Factor"] = "1",
            ["Retry:Exponential:MaxAttempts"] = "100",
            ["Dispatching:PollInterval"] = "00:00:00.05",
            ["Dispatching:Circuit:Enabled"] = "false",
        });
        var paths = new Dictionary<EndpointId, string>();
        for (var i = 0; i < Endpoints; i++)
        {
            paths.Add((await host.SubscribeAsync($"{server.Url}{i}")).Endpoint.Id, $"/{i}");
        }

        foreach (var batch in Enumerable.Range(0, Size / Endpoints).Select(Outgoing).Chunk(100))
        {
            await host.Publisher.PublishAsync(batch);
        }

        await WaitUntilAllHaveEndedAsync(host.History);
        var recorded = await CountAttemptsAsync(host.History, paths);

        await TestContext.Out.WriteLineAsync($"{recorded.Values.Sum()} attempts for {recorded.Count} deliveries; {receiver.Closed} connections of {server.Connections} closed by the receiver.");
        Assert.Multiple(() =>
        {
            Assert.That(recorded, Has.Count.EqualTo(Size / Endpoints * Endpoints));
            Assert.That(receiver.Requests, Is.EquivalentTo(recorded));
            Assert.That(receiver.Closed, Is.GreaterThan(Size / 10));
            Assert.That(recorded.Values.Sum(), Is.GreaterThan(Size), "Some requests met a connection that was being closed.");
        });
    }

    // Small ones go out in one piece with their head, large ones do not.
    private static OutgoingEvent Outgoing(int number) =>
        new() { Type = "load.test", Payload = Encoding.UTF8.GetBytes(new string('x', number % 5 == 0 ? LargestPayload : 1 + (number % 100))) };

    private static async Task WaitUntilAllHaveEndedAsync(IHistoryStore history)
    {
        var patience = EngineHost.Patience + TimeSpan.FromMilliseconds(20 * Size);
        for (var deadline = DateTime.UtcNow + patience; ; await Task.Delay(50))
        {
            var counts = await history.CountAsync();
            if (counts.Pending + counts.Failed == 0)
            {
                return;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"{counts.Pending} and {counts.Failed} are left.");
        }
    }

    /// <summary>How many attempts are recorded of each delivery, by path and event.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> CountAttemptsAsync(IHistoryStore history, Dictionary<EndpointId, string> paths)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        DeliveryId? after = null;
        while (true)
        {
            var page = await history.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Succeeded, After = after, Limit = 1000 });
            foreach (var delivery in page.Items)
            {
                var found = await history.FindDeliveryAsync(new DeliveryQuery { Id = delivery.Id });
                counts.Add(FickleReceiver.KeyOf(paths[delivery.Id.Endpoint], delivery.EventId.ToString()), found!.Attempts.Count);
            }

            if (!page.HasMore)
            {
                return counts;
            }

            after = page.Items[^1].Id;
        }
    }
}
