using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.EndToEnd.Tests.Databases;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests.Ordering;

/// <summary>
/// Events in order through failures, two kills and an instance that joins. <c>WEBHOOKKIT_TEST_ORDER_SIZE</c> makes it so many events,
/// over one key for each hundred of them.
/// </summary>
[TestFixtureSource(typeof(SharedStore), nameof(SharedStore.All))]
internal sealed class OrderKillTests(SharedStore store)
{
    private const int Endpoints = 10;
    private const int ForEachKey = 100;
    private static readonly string? Asked = Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_ORDER_SIZE");
    private static readonly int Keys = int.Parse(Asked ?? "2000", CultureInfo.InvariantCulture) / ForEachKey;
    private static readonly TimeSpan Deadline = Asked is null ? TimeSpan.FromSeconds(90) : TimeSpan.FromMinutes(20);

    [Test]
    public async Task Each_key_arrives_in_order_without_a_gap()
    {
        await using var database = await store.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        using var host = await database.StartPublisherAsync();
        await SubscribeAsync(host, receiver);
        var clock = Stopwatch.StartNew();
        await using var first = Start(database);
        await using var second = Start(database);

        var publishing = PublishAsync(host);
        await KillAtWorkAsync(first);
        await using var third = Start(database);
        await KillAtWorkAsync(second);
        await using var joined = Start(database);
        var published = await publishing;
        var expected = published.Values.Sum(ids => ids.Count);
        await Eventually.HoldsAsync(
            () => receiver.Requests.Count >= expected && receiver.Requests.Select(request => request.WebhookId).Distinct().Count() == expected,
            Deadline,
            () => $"{expected} events; {receiver.Requests.Select(request => request.WebhookId).Distinct().Count()} came.\n{joined.Output}");
        clock.Stop();

        var wrong = published.Where(key => !Arrived(receiver, key.Key).SequenceEqual(key.Value.Select((id, number) => (id, $"{number + 1}")))).Select(key => key.Key).ToList();
        var requests = receiver.Requests.Count;
        await TestContext.Out.WriteLineAsync(
            $"{store.Name}: {expected} events over {Keys} keys in {clock.Elapsed.TotalSeconds:F1} s, {requests} requests with two kills and one that joins; {wrong.Count} keys out of order.");
        Assert.That(wrong, Is.Empty);
        Assert.That(requests, Is.GreaterThan(expected), "Nothing failed.");
        await host.StopAsync();

        async Task KillAtWorkAsync(StartedProgram victim)
        {
            var enough = receiver.Requests.Count + (Keys * ForEachKey / 4);
            await Eventually.HoldsAsync(() => receiver.Requests.Count >= enough, Deadline, () => $"{enough} requests.\n{victim.Output}");
            await victim.KillAsync();
        }
    }

    // Each event of a key once: as often as it was tried, without another one in between.
    private static List<(string, string)> Arrived(WebhookReceiver receiver, string key)
    {
        var arrived = new List<(string, string)>();
        foreach (var request in receiver.Requests.Where(request => request.Headers["webhook-ordering-key"] == key))
        {
            var one = (request.WebhookId!, request.Headers["webhook-sequence"]);
            if (arrived.Count == 0 || arrived[^1] != one)
            {
                arrived.Add(one);
            }
        }

        return arrived;
    }

    private static StartedProgram Start(SharedDatabase database) => StartedProgram.Start("WebhookKit.InstanceHost", [], new Dictionary<string, string>
    {
        [$"ConnectionStrings__{database.Kind}"] = database.ConnectionString,
        ["Webhooks__Egress__AllowLoopback"] = "true",
        ["Webhooks__Leasing__Duration"] = "00:00:01.5",
        ["Webhooks__Leasing__RenewEvery"] = "00:00:00.5",
        ["Webhooks__Sending__ConnectTimeout"] = "00:00:01",
        ["Webhooks__Sending__Timeout"] = "00:00:01",
        ["Webhooks__Retry__Exponential__InitialDelay"] = "00:00:00.2",
        ["Webhooks__Retry__Exponential__Factor"] = "1",
        ["Webhooks__Dispatching__Circuit__Enabled"] = "false",
    });

    private static async Task SubscribeAsync(IHost host, WebhookReceiver receiver)
    {
        for (var number = 0; number < Endpoints; number++)
        {
            // Two of a hundred fail.
            var answers = Enumerable.Range(0, Keys * ForEachKey / Endpoints).Select(request => new ReceiverAnswer { StatusCode = request % 50 == 7 ? 503 : 200 }).ToArray();
            await host.Services.GetRequiredService<IWebhookEndpoints>().CreateAsync(
                new EndpointInput { Url = receiver.At($"/{number}").Answer(answers).Url, Events = [$"test.n{number}"], Ordering = new EndpointOrdering { Mode = OrderingMode.Key } },
                WebhookCaller.Application);
        }
    }

    private static async Task<Dictionary<string, List<string>>> PublishAsync(IHost host)
    {
        var publisher = host.Services.GetRequiredService<IWebhookPublisher>();
        var published = Enumerable.Range(0, Keys).ToDictionary(key => $"key-{key}", _ => new List<string>());
        for (var i = 0; i < ForEachKey; i++)
        {
            foreach (var batch in published.Keys.Select((key, number) => (Key: key, Event: EventOf(key, number))).Chunk(100))
            {
                var receipts = await publisher.PublishAsync([.. batch.Select(one => one.Event)]);
                foreach (var (one, receipt) in batch.Zip(receipts))
                {
                    published[one.Key].Add(receipt.EventId.ToString());
                }
            }
        }

        return published;
    }

    private static OutgoingEvent EventOf(string key, int number) => new()
    {
        Type = $"test.n{number % Endpoints}",
        Payload = Encoding.UTF8.GetBytes("{}"),
        OrderingKey = key,
    };
}
