using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

internal sealed class DeliveryTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task A_published_event_arrives_signed_at_every_endpoint_that_subscribes_to_it()
    {
        var host = await StartHostAsync();
        var first = await host.SubscribeAsync(Receiver.At("/first").Url, "order.*");
        var second = await host.SubscribeAsync(Receiver.At("/second").Url, "*");
        await host.SubscribeAsync(Receiver.At("/other").Url, "invoice.*");

        var receipt = await host.PublishAsync("order.created", 7);

        var requests = await Receiver.WaitForAsync(2, EngineHost.Patience);
        await host.WaitForAsync(deliveries => deliveries.Count == 2 && deliveries.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.Multiple(() =>
        {
            Assert.That(receipt.DeliveryCount, Is.EqualTo(2));
            Assert.That(requests.Select(request => request.Path), Is.EquivalentTo((string[])["/first", "/second"]));
            Assert.That(requests.Select(request => request.WebhookId), Is.All.EqualTo(receipt.EventId.ToString()));
            Assert.That(requests.Select(request => request.Text), Is.All.EqualTo("{\"number\":7}"));
            Assert.That(requests.Select(request => request.Headers["webhook-event-type"]), Is.All.EqualTo("order.created"));
            Assert.That(SignatureOf(requests.Single(request => request.Path == "/first"), first.Secret), Is.EqualTo(requests.Single(request => request.Path == "/first").Headers["webhook-signature"]));
            Assert.That(SignatureOf(requests.Single(request => request.Path == "/second"), second.Secret), Is.EqualTo(requests.Single(request => request.Path == "/second").Headers["webhook-signature"]));
        });
    }

    [Test]
    public async Task An_event_that_is_published_again_under_its_id_is_sent_once_and_the_others_with_it_all_the_same()
    {
        var host = await StartHostAsync();
        await host.SubscribeAsync(Receiver.At("/").Url);
        var known = host.Publisher.Prepare("order.created", new { number = 1 });
        await host.Publisher.PublishAsync(known);

        var receipts = await host.Publisher.PublishAsync([new OutgoingEvent { Type = "order.created", Payload = "2"u8.ToArray() }, known]);

        await host.WaitForAsync(deliveries => deliveries.Count == 2 && deliveries.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.Multiple(() =>
        {
            Assert.That(receipts.Select(receipt => receipt.IsDuplicate), Is.EqualTo([false, true]));
            Assert.That(receipts[1].EventId, Is.EqualTo(known.Id));
            Assert.That(Receiver.Requests.Select(request => request.WebhookId), Is.EquivalentTo(receipts.Select(receipt => receipt.EventId.ToString())));
        });
    }

    [Test]
    public async Task What_this_process_publishes_does_not_wait_for_the_next_poll()
    {
        var host = await StartHostAsync(("Dispatching:PollInterval", "00:01:00"));
        await host.SubscribeAsync(Receiver.At("/").Url);
        await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        await host.PublishAsync();

        Assert.That(await Receiver.WaitForAsync(2, TimeSpan.FromSeconds(10)), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_another_process_queued_is_found_by_polling()
    {
        var publisher = await StartHostAsync(("Hosting:Deliver", "false"));
        await publisher.SubscribeAsync(Receiver.At("/").Url);
        var receipt = await publisher.PublishAsync();

        var store = publisher.Services.GetRequiredService<IWebhookStore>();
        await StartHostAsync(services => Share(services, store), ("Dispatching:PollInterval", "00:00:00.1"));

        Assert.That((await Receiver.WaitForAsync(1, EngineHost.Patience))[0].WebhookId, Is.EqualTo(receipt.EventId.ToString()));
    }

    [Test]
    public async Task Ten_thousand_deliveries_all_arrive_once()
    {
        const int Events = 2000;
        const int Endpoints = 5;
        var host = await StartHostAsync();
        for (var i = 0; i < Endpoints; i++)
        {
            await host.SubscribeAsync(Receiver.At($"/{i}").Url);
        }

        var batches = Enumerable.Range(0, Events / 100).Select(_ => host.PublishManyAsync(100));
        var receipts = (await Task.WhenAll(batches)).SelectMany(batch => batch).ToArray();

        var requests = await Receiver.WaitForAsync(Events * Endpoints, TimeSpan.FromMinutes(2));
        await host.WaitUntilNothingWaitsAsync();
        await host.WaitForAsync(deliveries => deliveries.Count == Events * Endpoints && deliveries.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.Multiple(() =>
        {
            Assert.That(Receiver.Requests, Has.Count.EqualTo(Events * Endpoints));
            Assert.That(requests.Select(request => (request.Path, request.WebhookId)).Distinct().Count(), Is.EqualTo(Events * Endpoints));
            Assert.That(requests.Select(request => request.WebhookId).Distinct(), Is.EquivalentTo(receipts.Select(receipt => receipt.EventId.ToString())));
        });
    }

    [Test]
    public async Task No_endpoint_gets_more_requests_at_once_than_allowed()
    {
        var host = await StartHostAsync(("Dispatching:MaxConcurrencyPerEndpoint", "3"));
        var path = Receiver.At("/");
        await host.SubscribeAsync(path.Url);

        for (var i = 0; i < 200; i++)
        {
            await host.PublishAsync(number: i);
        }

        await Receiver.WaitForAsync(200, EngineHost.Patience);
        Assert.That(path.MostInFlight, Is.InRange(1, 3));
    }

    [Test]
    public async Task Endpoints_that_hang_do_not_hold_up_the_others()
    {
        const int Hanging = 40;
        var host = await StartHostAsync(("Dispatching:MaxConcurrency", "128"));
        var held = Enumerable.Range(0, Hanging).Select(i => Receiver.At($"/hangs/{i}")).ToArray();
        var holds = held.Select(path => path.Hold()).ToArray();
        foreach (var path in held)
        {
            await host.SubscribeAsync(path.Url, "slow");
        }

        await host.SubscribeAsync(Receiver.At("/lively").Url, "quick");
        for (var i = 0; i < 10; i++)
        {
            await host.PublishAsync("slow", i);
        }

        await Receiver.WaitForAsync(Hanging, EngineHost.Patience);

        for (var i = 0; i < 20; i++)
        {
            await host.PublishAsync("quick", i);
        }

        var requests = await Receiver.WaitUntilAsync(all => all.Count(request => request.Path == "/lively") == 20, TimeSpan.FromSeconds(10));
        Assert.That(requests.Count(request => request.Path.StartsWith("/hangs/", StringComparison.Ordinal)), Is.LessThanOrEqualTo(2 * Hanging));
        foreach (var hold in holds)
        {
            hold.Dispose();
        }
    }

    private static string SignatureOf(ReceivedRequest request, WebhookSecret secret)
    {
        var key = Convert.FromBase64String(secret.Reveal()["whsec_".Length..]);
        var head = Encoding.UTF8.GetBytes($"{request.WebhookId}.{request.Headers["webhook-timestamp"]}.");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. head, .. request.Body.Span]));
    }
}
