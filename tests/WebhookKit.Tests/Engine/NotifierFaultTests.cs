using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Observing;

namespace WebhookKit.Tests.Engine;

/// <summary>Notifiers and observers of the host's own that misbehave.</summary>
internal sealed class NotifierFaultTests(EngineStore store) : EngineFixture(store)
{
    private const int NotifierFailed = 2301;

    private static readonly (string, string?) OneAttempt = ("Retry:Exponential:MaxAttempts", "1");

    private readonly CollectedNotifications _notifications = new();

    [TestCase(Fault.Throws)]
    [TestCase(Fault.ThrowsAtOnce)]
    [TestCase(Fault.Hangs)]
    [TestCase(Fault.BlocksItsThread)]
    public async Task One_that_throws_or_hangs_costs_neither_deliveries_nor_other_notifiers_anything(Fault fault)
    {
        using var bad = new BadNotifier(fault);
        var host = await StartHostAsync(bad, OneAttempt);
        await host.SubscribeAsync(Receiver.At("/dead").AnswerAlways(404).Url, "dead");
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");

        await host.PublishManyAsync(20, "dead");
        await bad.IsCalled.WaitAsync(EngineHost.Patience);
        await host.PublishManyAsync(20, "good");

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20 && all.Count(delivery => delivery.Status == DeliveryStatus.Dead) == 20);
        await _notifications.WaitForAsync(WebhookNotificationKind.DeliveryDead, 20);
        await StopAsync(host, within: TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task One_that_hangs_is_cancelled_told_the_next_and_logged_once()
    {
        using var bad = new BadNotifier(Fault.Hangs);
        using var log = new CollectedLog();
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                services.AddSingleton<IWebhookNotifier>(bad);
                services.AddSingleton<ILoggerProvider>(log);
            },
            OneAttempt,
            ("Notifications:Timeout", "00:00:01"));
        await host.SubscribeAsync(Receiver.At("/dead").AnswerAlways(404).Url, "dead");

        await host.PublishManyAsync(3, "dead");

        await host.StepUntilAsync(() => bad.Calls.Count == 3, TimeSpan.FromMilliseconds(50));
        Assert.That(bad.Calls.Distinct().Count(), Is.EqualTo(3), "One call for each.");
        Assert.That(log.Errors.Select(error => error.Id), Is.EqualTo(new[] { NotifierFailed }));
        Assert.That(log.Errors.Single().Text, Does.Contain(nameof(BadNotifier)).And.Contain("webhookkit.delivery.dead:dlv_"));
    }

    [Test]
    public async Task One_that_ignores_its_token_has_one_call_under_way_at_the_most()
    {
        using var bad = new BadNotifier(Fault.BlocksItsThread);
        using var log = new CollectedLog();
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                services.AddSingleton<IWebhookNotifier>(bad);
                services.AddSingleton<IWebhookNotifier>(_notifications);
                services.AddSingleton<ILoggerProvider>(log);
            },
            OneAttempt);
        await host.SubscribeAsync(Receiver.At("/dead").AnswerAlways(404).Url, "dead");
        await host.PublishManyAsync(5, "dead");
        await StepUntilAsync(host, () => log.Errors.Any(error => error.Id == NotifierFailed));
        await host.PublishAsync("dead");
        await StepUntilAsync(host, () => _notifications.Of(WebhookNotificationKind.DeliveryDead).Count == 6);

        var called = bad.Calls.Count;
        bad.Release();
        await EngineHost.WaitAsync(() => bad.Calls.Count == _notifications.Told.Count);

        Assert.That(called, Is.EqualTo(1));
    }

    [Test]
    public async Task An_observer_that_throws_stops_neither_deliveries_nor_notifications()
    {
        var host = await StartHostAsync(
            services =>
            {
                services.AddSingleton<IDeliveryObserver, ThrowingObserver>();
                services.AddSingleton<IWebhookNotifier>(_notifications);
            },
            OneAttempt);
        await host.SubscribeAsync(Receiver.At("/gone").AnswerAlways(410).Url, "gone");
        await host.SubscribeAsync(Receiver.At("/good").Url, "good");

        await host.PublishAsync("gone");
        await host.PublishManyAsync(20, "good");

        await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 20);
        await _notifications.WaitForAsync(WebhookNotificationKind.DeliveryDead);
        await _notifications.WaitForAsync(WebhookNotificationKind.EndpointDisabled);
    }

    [Test]
    public async Task A_notifier_may_use_what_it_is_told_of()
    {
        var host = await StartHostAsync(services => services.AddSingleton<IWebhookNotifier, LookingNotifier>(), OneAttempt);
        var endpoint = (await host.SubscribeAsync(Receiver.At("/dead").AnswerAlways(404).Url, "dead")).Endpoint;

        await host.PublishAsync("dead");

        var notifier = (LookingNotifier)host.Services.GetRequiredService<IWebhookNotifier>();
        await EngineHost.WaitAsync(() => !notifier.Urls.IsEmpty);
        Assert.That(notifier.Urls.Single(), Is.EqualTo(endpoint.Url));
    }

    private static Task StepUntilAsync(EngineHost host, Func<bool> condition) => host.StepUntilAsync(condition, TimeSpan.FromSeconds(1));

    private static async Task StopAsync(EngineHost host, TimeSpan within)
    {
        var begunAt = host.Clock.GetUtcNow();
        var stopping = host.StopAsync();
        await host.StepUntilAsync(() => stopping.IsCompleted, TimeSpan.FromMilliseconds(100));
        await stopping;
        Assert.That(host.Clock.GetUtcNow() - begunAt, Is.LessThan(within));
    }

    private Task<EngineHost> StartHostAsync(BadNotifier bad, params (string, string?)[] settings) => StartHostAsync(
        services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IWebhookNotifier>(bad);
            services.AddSingleton<IWebhookNotifier>(_notifications);
        },
        settings);

    public enum Fault
    {
        Throws,
        ThrowsAtOnce,
        Hangs,
        BlocksItsThread,
    }

    private sealed class BadNotifier(Fault fault) : IWebhookNotifier, IDisposable
    {
        private readonly ManualResetEventSlim _isReleased = new();
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsCalled => _called.Task;

        public ConcurrentQueue<string> Calls { get; } = new();

        public void Release() => _isReleased.Set();

        public Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken)
        {
            Calls.Enqueue(notification.Key);
            _called.TrySetResult();
            switch (fault)
            {
                case Fault.ThrowsAtOnce:
                    throw new InvalidOperationException("The mail server is away.");
                case Fault.Throws:
                    return Task.FromException(new InvalidOperationException("The mail server is away."));
                case Fault.Hangs:
                    return Task.Delay(Timeout.Infinite, cancellationToken);
                default:
                    _isReleased.Wait(CancellationToken.None);
                    return Task.CompletedTask;
            }
        }

        public void Dispose() => _isReleased.Set();
    }

    private sealed class ThrowingObserver : IDeliveryObserver
    {
        public void AttemptRecorded(AttemptObservation observation) => throw new InvalidOperationException("The observer is broken.");

        public void DeadLettered(AttemptObservation observation) => throw new InvalidOperationException("The observer is broken.");

        public void EndpointDisabled(EndpointId endpoint) => throw new InvalidOperationException("The observer is broken.");
    }

    private sealed class LookingNotifier(Administration.IWebhookEndpoints endpoints, IWebhookPublisher publisher) : IWebhookNotifier
    {
        public ConcurrentQueue<string> Urls { get; } = new();

        public async Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken)
        {
            await publisher.PublishAsync("told", 1, cancellationToken: cancellationToken);
            Urls.Enqueue((await endpoints.FindAsync(notification.Endpoint, WebhookCaller.Application, cancellationToken))!.Url);
        }
    }
}
