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
}
