using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>What notifiers of the host are told, and that each is told once.</summary>
internal sealed class NotificationTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?) OneAttempt = ("Retry:Exponential:MaxAttempts", "1");
    private static readonly (string, string?) NoCircuit = ("Dispatching:Circuit:Enabled", "false");
    private readonly CollectedNotifications _notifications = new();

    [Test]
    public async Task An_endpoint_that_fails_is_told_once_and_so_is_its_recovery()
    {
        var host = await StartAsync(OneAttempt, NoCircuit);
        var path = Receiver.At("/").AnswerAlways(500);
        var endpoint = await SubscribeAsync(host, path.Url, owner: "acme");
        await PublishAsync(host, "acme", 20);
        var stored = await host.WaitForEndpointAsync(endpoint, found => found.FailingSince is not null);
        await PublishAsync(host, "acme", 20);
        await host.WaitForAsync(all => all.Count == 40 && all.All(delivery => delivery.Status == DeliveryStatus.Dead));

        path.AnswerAlways(200);
        await PublishAsync(host, "acme", 5);
        await host.WaitForEndpointAsync(endpoint, found => found.FailingSince is null);

        var recovered = (await _notifications.WaitForAsync(WebhookNotificationKind.EndpointRecovered)).Single();
        var failing = _notifications.Of(WebhookNotificationKind.EndpointFailing).Single();
        Assert.Multiple(() =>
        {
            Assert.That((failing.Endpoint, failing.Owner), Is.EqualTo((endpoint, "acme")));
            Assert.That((recovered.Endpoint, recovered.Owner), Is.EqualTo((endpoint, "acme")));
            Assert.That(failing.Since, Is.EqualTo(stored.FailingSince).Within(TimeSpan.FromMicroseconds(1)));
            Assert.That(recovered.Since, Is.EqualTo(failing.Since));
            Assert.That(failing.Reason, Does.StartWith("Every attempt has failed since"));
            Assert.That(failing.Key, Does.StartWith($"webhookkit.endpoint.failing:{endpoint}:"));
        });
    }

    [Test]
    public async Task The_recovery_is_told_by_an_heir_too_with_the_beginning_of_the_same_streak()
    {
        var first = await StartAsync(OneAttempt, NoCircuit);
        var path = Receiver.At("/").AnswerAlways(500);
        var endpoint = await SubscribeAsync(first, path.Url);
        await first.PublishAsync();
        await first.WaitForEndpointAsync(endpoint, found => found.FailingSince is not null);
        var failing = (await _notifications.WaitForAsync(WebhookNotificationKind.EndpointFailing)).Single();
        await first.StopAsync();

        path.AnswerAlways(200);
        var heir = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<TimeProvider>(first.Clock);
            services.AddSingleton<IWebhookNotifier>(_notifications);
            Share(services, first.Services.GetRequiredService<IWebhookStore>());
        });
        await heir.PublishAsync();
        await heir.WaitForEndpointAsync(endpoint, found => found.FailingSince is null);

        var recovered = (await _notifications.WaitForAsync(WebhookNotificationKind.EndpointRecovered)).Single();
        Assert.That(recovered.Since, Is.EqualTo(failing.Since));
        Assert.That(_notifications.Of(WebhookNotificationKind.EndpointFailing), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_circuit_is_told_when_it_opens_and_when_it_closes_and_not_for_tries_in_between()
    {
        var host = await StartAsync(Patient);
        var endpoint = await SubscribeAsync(host, Receiver.At("/dead").AnswerAlways(500).Url, events: "dead");
        await host.PublishManyAsync(15, "dead");
        await StepUntilAsync(host, () => Receiver.Requests.Count >= 13);

        Receiver.At("/dead").AnswerAlways(200);
        await StepUntilAsync(host, () => _notifications.Of(WebhookNotificationKind.CircuitClosed).Count > 0);

        var opened = _notifications.Of(WebhookNotificationKind.CircuitOpened).Single();
        var closed = _notifications.Of(WebhookNotificationKind.CircuitClosed).Single();
        Assert.That((opened.Endpoint, closed.Endpoint), Is.EqualTo((endpoint, endpoint)));
        Assert.That(closed.Since, Is.EqualTo(opened.Since));
    }

    [Test]
    public async Task A_delivery_that_is_given_up_is_told_once_with_its_event()
    {
        var host = await StartAsync(OneAttempt);
        var endpoint = await SubscribeAsync(host, Receiver.At("/").AnswerAlways(404).Url, owner: "acme");

        var receipts = await PublishAsync(host, "acme", 3);

        await _notifications.WaitForAsync(WebhookNotificationKind.DeliveryDead, 3);
        var dead = await host.WaitForAsync(all => all.Count == 3 && all.All(delivery => delivery.Status == DeliveryStatus.Dead));
        var told = _notifications.Of(WebhookNotificationKind.DeliveryDead);
        Assert.Multiple(() =>
        {
            Assert.That(told.Select(notification => notification.Delivery), Is.EquivalentTo(dead.Select(delivery => (DeliveryId?)delivery.Id)));
            Assert.That(told.Select(notification => notification.EventId), Is.EquivalentTo(receipts.Select(receipt => (EventId?)receipt.EventId)));
            Assert.That(told[0].EventType, Is.EqualTo("order.created"));
            Assert.That((told[0].Endpoint, told[0].Owner, told[0].Reason), Is.EqualTo((endpoint, "acme", "Attempt 1 was the last; the endpoint answered 404.")));
        });
    }

    [Test]
    public async Task An_endpoint_that_wants_nothing_more_is_told_once_however_many_attempts_hear_of_it()
    {
        var host = await StartAsync();
        var path = Receiver.At("/");
        var endpoint = await SubscribeAsync(host, path.Url);
        await host.PublishManyAsync(40); // so that more than one request is made at once
        await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        path.AnswerAlways(410);

        await host.PublishManyAsync(40);
        await host.WaitForAsync(all => all.All(delivery => delivery.EndedAt is not null));
        await host.Endpoints.DisableAsync(endpoint, "again", WebhookCaller.Application);
        await MarkAsync(host);

        var told = _notifications.Of(WebhookNotificationKind.EndpointDisabled).Single();
        Assert.That((told.Endpoint, told.Reason), Is.EqualTo((endpoint, "The endpoint answered 410 Gone.")));
    }

    [Test]
    public async Task Disabling_by_hand_is_told_with_its_reason_each_time_that_it_was_enabled_before()
    {
        var host = await StartAsync();
        var endpoint = await SubscribeAsync(host, Receiver.At("/").Url);

        foreach (var reason in new[] { "first", "not told", null })
        {
            await host.Endpoints.DisableAsync(endpoint, reason, WebhookCaller.Application);
            if (reason == "not told")
            {
                await host.Endpoints.EnableAsync(endpoint, WebhookCaller.Application);
                host.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var told = await _notifications.WaitForAsync(WebhookNotificationKind.EndpointDisabled, 2);
        Assert.That(told.Select(notification => notification.Reason), Is.EqualTo(new[] { "first", "It was disabled, and no reason was given." }));
    }

    [Test]
    public async Task An_old_backlog_is_told_once_until_it_has_been_caught_up_with()
    {
        var host = await StartOnFaultyStoreAsync(Configure, LongLeases, Patient);
        var endpoint = await SubscribeAsync(host, Receiver.At("/").Url);
        foreach (var episode in new[] { 1, 2 })
        {
            host.Faults.FailReading = _ => new WebhookStoreException("The lanes cannot be read.", isTransient: true);
            await host.PublishAsync();
            await StepUntilAsync(host, () => OldestDueAge(host) is not null);
            await StepAsync(host, TimeSpan.FromMinutes(4));
            await StepUntilAsync(host, () => _notifications.Of(WebhookNotificationKind.BacklogOld).Count == episode);
            await StepAsync(host, TimeSpan.FromMinutes(10));
            host.Faults.FailReading = null;
            await host.WaitForAsync(all => all.Count == episode && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: TimeSpan.FromMilliseconds(100));
            await StepUntilAsync(host, () => OldestDueAge(host) is null);
            await StepAsync(host, TimeSpan.FromMinutes(1));
        }

        var told = _notifications.Of(WebhookNotificationKind.BacklogOld);
        Assert.That(told.Select(notification => notification.Endpoint), Is.EqualTo(new[] { endpoint, endpoint }));
        Assert.That(told[0].At - told[0].Since, Is.InRange(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7)));
        Assert.That(told[0].Key, Is.Not.EqualTo(told[1].Key));
    }

    private Task<EngineHost> StartAsync(params (string, string?)[] settings) => StartHostAsync(Configure, settings);

    private void Configure(IServiceCollection services)
    {
        UseFakeClock(services);
        services.AddSingleton<IWebhookNotifier>(_notifications);
    }

    private static async Task<EndpointId> SubscribeAsync(EngineHost host, string url, string? owner = null, string events = "*") =>
        (await host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = [events], Owner = owner }, WebhookCaller.Application)).Endpoint.Id;

    private static Task<IReadOnlyList<PublishReceipt>> PublishAsync(EngineHost host, string owner, int events) =>
        host.Publisher.PublishAsync(Enumerable.Range(0, events).Select(_ => new OutgoingEvent { Type = "order.created", Owner = owner, Payload = "{}"u8.ToArray() }).ToArray());

    /// <summary>Has something told that comes after everything before.</summary>
    private async Task MarkAsync(EngineHost host)
    {
        await SubscribeAsync(host, Receiver.At("/mark").Answer(new WebhookKit.Testing.ReceiverAnswer { StatusCode = 400 }).Url, events: "mark");
        await host.Publisher.PublishAsync(new OutgoingEvent { Type = "mark", Payload = "{}"u8.ToArray(), Retry = new RetrySettings { Schedule = [] } });
        await host.StepUntilAsync(() => _notifications.Told.Any(notification => notification.EventType == "mark"), TimeSpan.FromMilliseconds(50));
    }

    private static TimeSpan? OldestDueAge(EngineHost host) => host.Services.GetRequiredService<IWebhookVitals>().Read().OldestDueAge;

    private static Task StepUntilAsync(EngineHost host, Func<bool> condition) => host.StepUntilAsync(condition, TimeSpan.FromSeconds(2));

    private static async Task StepAsync(EngineHost host, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(2))
        {
            host.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(1);
        }
    }
}
