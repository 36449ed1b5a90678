namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints whose deliveries are held.</summary>
internal sealed class PauseTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task What_is_published_while_an_endpoint_is_paused_is_sent_once_it_is_resumed()
    {
        var host = await StartHostAsync(UseFakeClock);
        var paused = (await host.SubscribeAsync(Receiver.At("/paused").Url)).Endpoint.Id;
        await host.SubscribeAsync(Receiver.At("/other").Url);
        await host.PublishManyAsync(5);
        await Receiver.WaitForAsync(10, EngineHost.Patience);

        await host.Endpoints.PauseAsync(paused, "moving house", WebhookCaller.Application);
        await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        host.Clock.Advance(TimeSpan.FromSeconds(2)); // what an instance knows of an endpoint is that old at the most
        await host.PublishManyAsync(5);
        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 15);
        var meanwhile = Receiver.Requests.Count(request => request.Path == "/paused");
        await host.Endpoints.ResumeAsync(paused, WebhookCaller.Application);

        await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(meanwhile, Is.EqualTo(5));
        Assert.That(Receiver.Requests.Count(request => request.Path == "/paused"), Is.EqualTo(10));
    }

    [Test]
    public async Task A_retry_that_falls_due_meanwhile_waits_and_keeps_its_count()
    {
        var host = await StartHostAsync(UseFakeClock, ("Retry:Jitter", "0"), ("Retry:Schedule:0", "00:00:05"));
        var endpoint = (await host.SubscribeAsync(Receiver.At("/").Answer(500).Url)).Endpoint.Id;
        var receipt = await host.PublishAsync();
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Failed));

        await host.Endpoints.PauseAsync(endpoint, reason: null, WebhookCaller.Application);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.SubscribeAsync(Receiver.At("/other").Url, "other");
        var other = await host.PublishAsync("other");
        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded), other.EventId, TimeSpan.FromMilliseconds(100));
        var meanwhile = Receiver.Requests.Count(request => request.Path == "/");
        await host.Endpoints.ResumeAsync(endpoint, WebhookCaller.Application);

        var sent = await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId, TimeSpan.FromMilliseconds(100));
        Assert.That(meanwhile, Is.EqualTo(1));
        Assert.That(sent[0].AttemptCount, Is.EqualTo(2));
    }
}
