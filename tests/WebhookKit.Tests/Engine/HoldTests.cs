using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

internal sealed class HoldTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task An_endpoint_that_asks_to_be_left_alone_while_it_is_read_is_left_alone()
    {
        var host = await StartOnFaultyStoreAsync(UseFakeClock);
        var path = Receiver.At("/busy").Answer(new ReceiverAnswer { StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(30) });
        var busy = (await host.SubscribeAsync(path.Url, "busy")).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");
        var hold = path.Hold();
        var first = await host.PublishAsync("busy");
        await Receiver.WaitForAsync(1, EngineHost.Patience);
        host.Faults.BeforeAnswering = async read =>
        {
            if (read.Lanes.Any(lane => lane.Endpoint == busy))
            {
                host.Faults.BeforeAnswering = null;
                hold.Dispose();
                await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed, first.EventId);
            }
        };

        await host.PublishAsync("busy");
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));
        for (var i = 1; i <= 5; i++)
        {
            await host.PublishAsync("good");
            await Receiver.WaitForAsync(1 + i, EngineHost.Patience);
        }

        var meanwhile = Receiver.Requests.Count(request => request.Path == "/busy");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await host.WaitForAsync(all => all.Count == 7 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
        Assert.That(meanwhile, Is.EqualTo(1));
    }
}
