using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Alerting;
using WebhookKit.Diagnostics;
using WebhookKit.Observing;

namespace WebhookKit.Tests.Alerting;

/// <summary>What becomes of notifications that come faster than they are told.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FullLineTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly WebhookMetrics _metrics;
    private long _dropped;

    public FullLineTests()
    {
        _metrics = new WebhookMetrics(_services.GetRequiredService<IMeterFactory>(), new EngineVitals(_clock));
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "webhookkit.notifications.dropped")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _dropped, count));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }

    [Test]
    public void A_queue_that_is_full_drops_what_comes_on_top_and_counts_it()
    {
        var queue = new AlertQueue(_metrics, NullLogger<AlertQueue>.Instance);
        queue.Open();

        Raise(queue, 3000);

        Assert.That(_dropped, Is.EqualTo(3000 - queue.Waiting.Count));
        Assert.That(queue.Waiting.Count, Is.EqualTo(2048));
    }

    [Test]
    public void A_queue_that_nobody_reads_keeps_nothing()
    {
        var queue = new AlertQueue(_metrics, NullLogger<AlertQueue>.Instance);

        Raise(queue, 10);

        Assert.That((queue.AreHeard, queue.Waiting.Count, _dropped), Is.EqualTo((false, 0, 0L)));
    }

    [Test]
    public async Task A_line_that_is_full_drops_what_comes_on_top_and_tells_the_rest_in_order()
    {
        var notifier = new HeldNotifier();
        using var line = new NotifierLine(notifier, TimeSpan.FromMinutes(1), _clock, _metrics, NullLogger.Instance);
        line.Start();

        Offer(line, 0);
        await notifier.IsCalled.WaitAsync(TimeSpan.FromMinutes(1));
        for (var number = 1; number <= 2000; number++)
        {
            Offer(line, number);
        }

        notifier.Release();
        await line.StopAsync(CancellationToken.None);

        Assert.That(notifier.Told, Is.EqualTo(Enumerable.Range(0, 1025).Select(number => $"{number}")));
        Assert.That(_dropped, Is.EqualTo(2000 - 1024));
    }

    private static void Raise(AlertQueue queue, int count)
    {
        for (var number = 0; number < count; number++)
        {
            queue.Raise(Alert.Failing(new EndpointId(7), DateTimeOffset.UnixEpoch));
        }
    }

    private static void Offer(NotifierLine line, int number) => line.Offer(new WebhookNotification
    {
        Kind = WebhookNotificationKind.EndpointFailing,
        Key = $"{number}",
        Endpoint = new EndpointId(7),
        Owner = "",
        At = DateTimeOffset.UnixEpoch,
        Reason = "It fails.",
    });

    private sealed class HeldNotifier : IWebhookNotifier
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Told { get; } = new();

        public Task IsCalled => _called.Task;

        public void Release() => _released.SetResult();

        public Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken)
        {
            Told.Enqueue(notification.Key);
            _called.TrySetResult();
            return _released.Task;
        }
    }
}
