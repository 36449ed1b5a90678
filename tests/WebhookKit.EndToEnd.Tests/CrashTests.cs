using System.Collections.Concurrent;
using System.Text.Json;
using WebhookKit.EndToEnd.Tests.Orders;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>What is promised through a power cut and through a deployment.</summary>
[TestFixtureSource(typeof(OrdersStore), nameof(OrdersStore.All))]
internal sealed class CrashTests(OrdersStore store)
{
    /// <summary>How many requests the one endpoint may have under way, counted until their outcome is recorded.</summary>
    private const int InFlight = 8;

    private const int Publishers = 16;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ConcurrentBag<string> _accepted = [];
    private int _published;

    /// <summary>The heirs of a killed process need not wait for long.</summary>
    internal static (string Name, string Value)[] ShortLeases { get; } =
    [
        ("Webhooks__Leasing__Duration", "00:00:02"),
        ("Webhooks__Leasing__RenewEvery", "00:00:00.5"),
    ];

    [SetUp]
    public void Reset()
    {
        _accepted.Clear();
        _published = 0;
    }

    [Test]
    public async Task No_accepted_event_is_lost_through_kills_under_load_and_duplicates_are_no_more_than_were_in_flight()
    {
        await using var database = await store.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var path = receiver.At("/hook");

        for (var round = 0; round < store.Kills; round++)
        {
            await using var program = await database.StartAsync(ShortLeases);
            if (round == 0)
            {
                await program.CreateEndpointAsync(path.Url, "load.*");
            }

            var acceptedBefore = _accepted.Count;
            var receivedBefore = receiver.Requests.Count;
            var load = PublishUntilItEndsAsync(program);
            await receiver.WaitForAsync(receivedBefore + store.EventsPerRound, Deadline);
            using var hold = round % 2 == 0 ? await HoldInFlightAsync(receiver, path) : null;
            await program.Process.KillAsync();
            await load;
            Assert.That(_accepted, Has.Count.GreaterThan(acceptedBefore));
        }

        await using var last = await database.StartAsync(ShortLeases);
        var requests = await receiver.WaitUntilAsync(requests => _accepted.Except(Ids(requests)).FirstOrDefault() is null, Deadline);
        await Eventually.HoldsAsync(last.HasNothingPendingAsync, Deadline, () => "Everything is delivered.");
        requests = receiver.Requests;

        Assert.That(_accepted.Except(Ids(requests)), Is.Empty);
        Assert.That(requests.Count - Ids(requests).Count(), Is.InRange(1, store.Kills * InFlight));
        Assert.That(requests.GroupBy(NumberIn).Select(same => same.Select(request => request.WebhookId).Distinct().Count()), Is.All.EqualTo(1));
        Assert.That(path.MostInFlight, Is.LessThanOrEqualTo(InFlight));
    }

    [Test]
    public async Task A_graceful_stop_under_load_loses_nothing_and_sends_nothing_twice()
    {
        await using var database = await store.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync();

        for (var round = 0; round < store.Stops; round++)
        {
            await using var program = await database.StartAsync();
            if (round == 0)
            {
                await program.CreateEndpointAsync(receiver.At("/hook").Url, "load.*");
            }

            var load = PublishUntilItEndsAsync(program);
            await receiver.WaitForAsync(receiver.Requests.Count + store.EventsPerRound, Deadline);
            Assert.That(await program.StopAsync(), Is.Zero, program.Process.Output);
            await load;
        }

        await using var last = await database.StartAsync();
        await receiver.WaitUntilAsync(requests => _accepted.Except(Ids(requests)).FirstOrDefault() is null, Deadline);
        await Eventually.HoldsAsync(last.HasNothingPendingAsync, Deadline, () => "Everything is delivered.");

        var requests = receiver.Requests;
        Assert.That(requests, Has.Count.EqualTo(Ids(requests).Count()));
    }

    private static IEnumerable<string> Ids(IEnumerable<ReceivedRequest> requests) => requests.Select(request => request.WebhookId!).Distinct();

    private static int NumberIn(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("number").GetInt32();

    /// <summary>Holds the answers until the endpoint has as much under way as it may, so that a kill hits all of it.</summary>
    private static async Task<IDisposable> HoldInFlightAsync(WebhookReceiver receiver, ReceiverPath path)
    {
        var hold = path.Hold();
        await receiver.WaitForAsync(receiver.Requests.Count + InFlight, Deadline);
        return hold;
    }

    private Task PublishUntilItEndsAsync(OrdersApiProgram program) => Task.WhenAll(Enumerable.Range(0, Publishers).Select(async _ =>
    {
        try
        {
            while (true)
            {
                var number = Interlocked.Increment(ref _published);
                _accepted.Add(await program.PublishAsync("load.created", new { number }));
            }
        }
        catch (HttpRequestException)
        {
            // The process has ended. Whether the last event was stored is unknown, and either is right.
        }
    }));
}
