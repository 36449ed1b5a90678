using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Reads that fail, are slow or answer what cannot be.</summary>
internal sealed class ReadFaultTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task One_failed_read_of_an_endpoint_does_not_strand_what_its_lane_holds()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock, ("Dispatching:MaxConcurrency", "1"));
        var hold = Receiver.At("/first").Hold();
        await host.SubscribeAsync(Receiver.At("/first").Url, "first");
        var second = (await host.SubscribeAsync(Receiver.At("/second").Url, "second")).Endpoint.Id;
        await host.PublishAsync("first");
        await Receiver.WaitForAsync(1, EngineHost.Patience);
        await host.PublishManyAsync(16, "second");
        await host.Faults.WaitForRowsAsync(2);

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        host.Faults.FailReading = read => read.Lanes.Any(lane => lane.Endpoint == second) ? new WebhookStoreException("Gone for a moment.", isTransient: true) : null;
        hold.Dispose();
        await host.Faults.WaitForFailuresAsync(1);
        host.Faults.FailReading = null;

        await host.WaitForAsync(all => all.Count == 17 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(17));
    }

    [Test]
    public async Task One_slow_read_that_fills_the_memory_does_not_stop_delivery()
    {
        const int Endpoints = 6;
        var host = await StartOnFaultyStoreAsync(UseFakeClock, ("Dispatching:ReadAheadDeliveries", "16"));
        for (var i = 0; i < Endpoints; i++)
        {
            await host.SubscribeAsync(Receiver.At("/").Url);
        }

        host.Faults.BeforeAnswering = _ =>
        {
            host.Faults.BeforeAnswering = null;
            host.Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };

        await host.PublishManyAsync(40);

        await host.WaitForAsync(all => all.Count == 40 * Endpoints && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(10));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(40 * Endpoints));
    }

    [Test]
    public async Task Reads_that_always_take_longer_than_an_endpoint_stays_fresh_deliver_everything_once()
    {
        var host = await StartOnFaultyStoreAsync();
        await host.SubscribeAsync(Receiver.At("/first").Url);
        await host.SubscribeAsync(Receiver.At("/second").Url);
        host.Faults.BeforeAnswering = _ => Task.Delay(TimeSpan.FromSeconds(1.7));

        await host.PublishManyAsync(10);

        await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task A_delivery_whose_event_is_missing_is_passed_over_and_said_once_and_the_others_arrive()
    {
        var log = new CollectedLog();
        var host = await StartOnFaultyStoreAsync(services => Log(services, log));
        await host.SubscribeAsync(Receiver.At("/same").Url, "lost", "found");
        await host.SubscribeAsync(Receiver.At("/other").Url, "found");
        host.Faults.Misses = stored => stored.Type == "lost";

        // With metadata, which is not kept in memory: what this process knows already is not read.
        var lost = await host.Publisher.PublishAsync("lost", 1, new PublishOptions { Metadata = new Dictionary<string, string> { ["kept"] = "no" } });
        for (var i = 1; i <= 5; i++)
        {
            await host.PublishAsync("found", i);
            await Receiver.WaitForAsync(2 * i, EngineHost.Patience);
        }

        var pending = await host.WaitForAsync(all => all.Count == 11 && all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 10);
        Assert.Multiple(() =>
        {
            Assert.That(pending.Single(delivery => delivery.Status == DeliveryStatus.Pending).Id.Key, Is.EqualTo(lost.EventId.Value));
            Assert.That(log.Errors.Select(error => error.Text), Has.Exactly(1).Contains(lost.EventId.ToString()));
            Assert.That(log.Errors, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_lane_full_of_deliveries_without_events_holds_up_no_other_and_goes_on_when_they_are_back()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock, ("Dispatching:ReadAheadDeliveries", "16"), LongLeases);
        await host.SubscribeAsync(Receiver.At("/broken").Url, "lost");
        await host.SubscribeAsync(Receiver.At("/good").Url, "found");
        host.Faults.Misses = stored => stored.Type == "lost";
        await host.PublishManyAsync(200, "lost");
        await host.Faults.WaitForRowsAsync(64);

        await host.PublishManyAsync(50, "found");

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 50);
        host.Faults.Misses = null;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.WaitForAsync(all => all.Count == 250 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(250));
    }

    private static void Log(IServiceCollection services, CollectedLog log) => services.AddSingleton<ILoggerProvider>(log);
}
