using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Alerting;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Notifications as webhooks of their own kind.</summary>
internal sealed class OperationalEventTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) Published = ("Notifications:PublishEvents", "true");
    private static readonly (string, string?) OneAttempt = ("Retry:Exponential:MaxAttempts", "1");
    private static readonly (string, string?) NoCircuit = ("Dispatching:Circuit:Enabled", "false");

    private readonly CollectedNotifications _notifications = new();

    [Test]
    public async Task Endpoints_of_the_owner_that_ask_for_them_receive_them_and_no_others()
    {
        var host = await StartHostAsync(Published, OneAttempt);
        var dead = await SubscribeAsync(host, "/dead", status: 404, "order.*");
        await SubscribeAsync(host, "/everything", status: 200, "*");
        var operations = await SubscribeAsync(host, "/operations", status: 200, "webhookkit.*");
        await host.Endpoints.CreateAsync(new EndpointInput { Url = Receiver.At("/other").Url, Events = ["webhookkit.*"], Owner = "other" }, WebhookCaller.Application);

        var receipt = await host.PublishAsync();

        var told = await host.WaitForAsync(all => OfOurs(all).Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(OfOurs(told).Select(delivery => (delivery.Id.Endpoint, delivery.EventType)), Is.EqualTo(new[] { (operations, "webhookkit.delivery.dead") }));
        using var body = JsonDocument.Parse(Receiver.Requests.Single(request => request.Path == "/operations").Body);
        var data = body.RootElement.GetProperty("data");
        Assert.Multiple(() =>
        {
            Assert.That(body.RootElement.GetProperty("type").GetString(), Is.EqualTo("webhookkit.delivery.dead"));
            Assert.That(body.RootElement.GetProperty("timestamp").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
            Assert.That(data.GetProperty("endpoint_id").GetString(), Is.EqualTo(dead.ToString()));
            Assert.That(data.GetProperty("delivery_id").GetString(), Is.EqualTo(DeliveryId.First(receipt.EventId, dead).ToString()));
            Assert.That(data.GetProperty("event_id").GetString(), Is.EqualTo(receipt.EventId.ToString()));
            Assert.That(data.GetProperty("event_type").GetString(), Is.EqualTo("order.created"));
            Assert.That(data.GetProperty("reason").GetString(), Does.Contain("404"));
        });
    }

    [Test]
    public async Task What_becomes_of_them_is_told_in_the_process_and_not_by_further_ones()
    {
        var host = await StartHostAsync(Notified, Published, OneAttempt);
        await SubscribeAsync(host, "/dead", status: 404, "order.*");
        await SubscribeAsync(host, "/operations", status: 404, "webhookkit.*");

        for (var number = 1; number <= 3; number++)
        {
            await host.PublishAsync(number: number);
            await _notifications.WaitForAsync(WebhookNotificationKind.DeliveryDead, 2 * number);
        }

        var told = OfOurs(await host.WaitForAsync(_ => true));
        Assert.That(told.Select(delivery => delivery.Status), Is.EqualTo(Enumerable.Repeat(DeliveryStatus.Dead, 3)), "One for each order.");
    }

    [Test]
    public async Task How_an_endpoint_does_that_hears_how_endpoints_do_is_not_published()
    {
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                Notified(services);
            },
            Published,
            OneAttempt,
            NoCircuit);
        var plain = await SubscribeAsync(host, "/plain", status: 500, "order.created");
        var mixed = await SubscribeAsync(host, "/mixed", status: 500, "order.created", "webhookkit.endpoint.*");
        await SubscribeAsync(host, "/operations", status: 200, "webhookkit.endpoint.*");
        await host.PublishAsync();
        await host.WaitForEndpointAsync(plain, found => found.FailingSince is not null);
        await host.WaitForEndpointAsync(mixed, found => found.FailingSince is not null);
        await _notifications.WaitForAsync(WebhookNotificationKind.EndpointFailing, 2);

        await host.Endpoints.DisableAsync(plain, "so that it comes last", WebhookCaller.Application);
        await host.StepUntilAsync(() => Told().Any(text => text.Contains("webhookkit.endpoint.disabled", StringComparison.Ordinal)), TimeSpan.FromMilliseconds(50));

        var failing = Told().Where(text => text.Contains("webhookkit.endpoint.failing", StringComparison.Ordinal)).ToArray();
        Assert.That(failing, Has.Length.EqualTo(1));
        Assert.That(failing[0], Does.Contain(plain.ToString()));
    }

    [Test]
    public async Task What_two_instances_say_is_stored_once_whatever_their_words()
    {
        var first = await StartHostAsync(Published);
        var second = await StartHostAsync(services => Share(services, first.Services.GetRequiredService<IWebhookStore>()), Published);
        var endpoint = await SubscribeAsync(first, "/operations", status: 200, "webhookkit.*");

        foreach (var (host, reason) in new[] { (first, "It fails."), (second, "It fails."), (second, "It still fails.") })
        {
            var notification = new WebhookNotification
            {
                Kind = WebhookNotificationKind.BacklogOld,
                Key = "webhookkit.backlog.old:1",
                Endpoint = endpoint,
                Owner = "",
                At = DateTimeOffset.UnixEpoch,
                Reason = reason,
            };
            await host.Services.GetRequiredService<NotificationPublisher>().NotifyAsync(notification, CancellationToken.None);
        }

        Assert.That(OfOurs(await first.WaitForAsync(_ => true)), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task By_default_none_is_published()
    {
        var host = await StartHostAsync(Notified, OneAttempt);
        await SubscribeAsync(host, "/dead", status: 404, "order.*");
        await SubscribeAsync(host, "/operations", status: 200, "webhookkit.*");

        await host.PublishAsync();
        await _notifications.WaitForAsync(WebhookNotificationKind.DeliveryDead);
        await host.StopAsync(); // which waits for what is on its way

        Assert.That(OfOurs((await host.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 100 })).Items), Is.Empty);
    }

    [Test]
    public async Task What_is_raised_until_the_end_is_stored_before_the_host_has_stopped()
    {
        var host = await StartHostAsync(Published, ("Hosting:Deliver", "false"));
        var first = await SubscribeAsync(host, "/", status: 200, "order.*");
        var second = await SubscribeAsync(host, "/", status: 200, "order.*");
        var operations = await SubscribeAsync(host, "/operations", status: 200, "webhookkit.endpoint.disabled");
        await host.Endpoints.DisableAsync(first, "moved", WebhookCaller.Application);
        await host.WaitForAsync(all => all.Count == 1);

        await host.Endpoints.DisableAsync(second, "moved", WebhookCaller.Application);
        await host.StopAsync();

        var told = OfOurs((await host.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 100 })).Items);
        Assert.That(told.Select(delivery => delivery.Id.Endpoint), Is.EqualTo(new[] { operations, operations }));
    }

    [Test]
    public async Task A_recovery_of_an_endpoint_for_everything_does_not_bring_them_in()
    {
        var host = await StartHostAsync(Published, OneAttempt);
        await SubscribeAsync(host, "/dead", status: 404, "order.*");
        await SubscribeAsync(host, "/operations", status: 200, "webhookkit.*");
        await host.PublishAsync();
        await host.WaitForAsync(all => OfOurs(all).Count == 1);

        var everything = await host.CountMissedAsync(await SubscribeAsync(host, "/late", status: 200, "*"));
        var operational = await host.CountMissedAsync(await SubscribeAsync(host, "/late-operations", status: 200, "webhookkit.*"));

        Assert.That((everything, operational), Is.EqualTo((1, 1)), "The order, and what was told of it.");
    }

    [Test]
    public async Task A_host_cannot_publish_such_an_event()
    {
        var host = await StartHostAsync();

        var published = await Assert.ThrowsAsync<WebhookValidationException>(() => host.PublishAsync("webhookkit.endpoint.failing"));
        var prepared = Assert.Throws<WebhookValidationException>(() => host.Publisher.Prepare(new OutgoingEvent { Type = "webhookkit.mine", Payload = "{}"u8.ToArray() }));

        Assert.That((published!.Errors.Single().Field, prepared.Errors.Single().Field), Is.EqualTo(("type", "type")));
        Assert.That(published.Errors.Single().Message, Does.Contain("reserved"));
    }

    private void Notified(IServiceCollection services) => services.AddSingleton<IWebhookNotifier>(_notifications);

    private async Task<EndpointId> SubscribeAsync(EngineHost host, string path, int status, params string[] events) =>
        (await host.SubscribeAsync(Receiver.At(path).AnswerAlways(status).Url, events)).Endpoint.Id;

    private string[] Told() => [.. Receiver.Requests.Where(request => request.Path == "/operations").Select(request => request.Text)];

    private static List<WebhookDelivery> OfOurs(IEnumerable<WebhookDelivery> all) => [.. all.Where(delivery => EventTypePattern.IsReserved(delivery.EventType))];
}
