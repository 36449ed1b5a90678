using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Dispatching;

namespace WebhookKit.Tests.Engine;

internal sealed class ReadAheadTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task Payloads_larger_than_the_whole_read_ahead_are_delivered_one_by_one()
    {
        var host = await StartHostAsync(("Dispatching:ReadAheadBytes", "1048576"), ("Publishing:MaxPayloadBytes", "4000000"));
        await host.SubscribeAsync(Receiver.At("/").Url);

        for (var i = 0; i < 5; i++)
        {
            await host.Publisher.PublishAsync(new OutgoingEvent { Type = "huge", Payload = new byte[2_000_000] });
        }

        await host.WaitForAsync(all => all.Count == 5 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task Hundreds_of_endpoints_that_hang_leave_memory_for_the_others()
    {
        const int Hanging = 200;
        var host = await StartHostAsync(("Dispatching:MaxConcurrency", "512"), ("Dispatching:ReadAheadDeliveries", "1024"));
        var held = Enumerable.Range(0, Hanging).Select(i => Receiver.At($"/hangs/{i}")).ToArray();
        var holds = held.Select(path => path.Hold()).ToArray();
        foreach (var path in held)
        {
            await host.SubscribeAsync(path.Url, "load.*");
        }

        await host.SubscribeAsync(Receiver.At("/lively").Url, "quick");
        await host.PublishManyAsync(20);
        await Receiver.WaitForAsync(Hanging, EngineHost.Patience);

        await host.PublishAsync("quick");

        var requests = await Receiver.WaitUntilAsync(all => all.Any(request => request.Path == "/lively"), TimeSpan.FromSeconds(8));
        Assert.That(requests.Count(request => request.Path == "/lively"), Is.EqualTo(1));
        foreach (var hold in holds)
        {
            hold.Dispose();
        }
    }

    [Test]
    public async Task Endpoints_that_were_well_and_then_hang_give_back_the_memory_that_they_had()
    {
        const int Hanging = 4;
        var host = await StartHostAsync(UseFakeClock, ("Dispatching:ReadAheadDeliveries", "256"), ("Dispatching:Circuit:Enabled", "false"));
        var budget = host.Services.GetRequiredService<ReadBudget>();
        var path = Receiver.At("/hangs");
        for (var i = 0; i < Hanging; i++)
        {
            await host.SubscribeAsync(path.Url, "load.*");
        }

        await host.SubscribeAsync(Receiver.At("/lively").Url, "quick");
        var hold = path.Hold();
        await host.PublishManyAsync(1000);
        await host.WaitForAsync(all =>
        {
            if (Receiver.Requests.Count - all.Count(delivery => delivery.AttemptCount > 0) == Hanging * 8)
            {
                return true;
            }

            // What was held succeeds, so that the endpoints earn more requests; the next ones are held again.
            hold.Dispose();
            hold = path.Hold();
            return false;
        });

        var end = host.Clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        await EngineHost.WaitAsync(() =>
        {
            if (budget.RoomForRows >= 256 - (Hanging * 2))
            {
                return true;
            }

            // Past the timeout of those that are under way and of one that took another's place a moment ago; not so far that
            // what is in memory would be sent.
            host.Clock.Advance(host.Clock.GetUtcNow() < end ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero);
            return false;
        });
        await host.PublishAsync("quick");
        await Receiver.WaitUntilAsync(all => all.Any(request => request.Path == "/lively"), EngineHost.Patience);
        hold.Dispose();
    }
}
