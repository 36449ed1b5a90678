using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Alerting;

/// <summary>Makes notifications of what was raised, each once, and puts them in the line of every notifier.</summary>
internal sealed class AlertTeller : IEnginePart
{
    private const int Remembered = 4096;

    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecentKeys _told = new(Remembered);
    private readonly AlertQueue _queue;
    private readonly IEndpointStore _endpoints;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly NotifierLine[] _lines;
    private readonly EngineLoop _loop;
    private bool _isRunning;

    public AlertTeller(
        AlertQueue queue,
        IEnumerable<IWebhookNotifier> notifiers,
        NotificationPublisher publisher,
        IEndpointStore endpoints,
        IOptions<NotificationOptions> options,
        StoreClock storeClock,
        TimeProvider clock,
        WebhookMetrics metrics,
        ILogger<AlertTeller> logger)
    {
        (_queue, _endpoints, _storeClock, _clock) = (queue, endpoints, storeClock, clock);
        IEnumerable<IWebhookNotifier> own = options.Value.PublishEvents ? [publisher] : [];
        _lines = [.. notifiers.Concat(own).Select(notifier => new NotifierLine(notifier, options.Value.Timeout, clock, metrics, logger))];
        _loop = new EngineLoop("notifications", TurnAsync, clock, metrics, logger);
        if (_lines.Length > 0)
        {
            // Made while the host starts, and started in the background: what is raised in between waits.
            queue.Open();
        }
    }

    /// <summary>Somebody may disable an endpoint in a process that does not deliver.</summary>
    public bool RunsWithoutDelivery => true;

    public void Start()
    {
        if (_lines.Length == 0)
        {
            return;
        }

        _isRunning = true;
        Array.ForEach(_lines, line => line.Start());
        _loop.Start();
    }

    public async Task StopAsync(CancellationToken deadline)
    {
        if (!_isRunning)
        {
            return;
        }

        // All that raise alerts have stopped, and may have taken all of the time there was.
        _queue.Close();
        using var lastChance = new CancellationTokenSource(LastChance, _clock);
        await _drained.Task.WaitAsync(lastChance.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _loop.StopAsync().ConfigureAwait(false);
        await Task.WhenAll(_lines.Select(line => line.StopAsync(lastChance.Token))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _loop.Dispose();
        Array.ForEach(_lines, line => line.Dispose());
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        if (!await _queue.Waiting.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            _drained.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stopping).ConfigureAwait(false);
        }

        // Taken out afterwards: where the database does not answer, this turn is made again.
        if (_queue.Waiting.TryPeek(out var alert))
        {
            var owner = alert.Owner ?? await OwnerOfAsync(alert.Endpoint, stopping).ConfigureAwait(false);
            _queue.Waiting.TryRead(out _);
            if (owner is not null && _told.TryAdd(alert.Key))
            {
                var notification = Of(alert, owner);
                Array.ForEach(_lines, line => line.Offer(notification));
            }
        }
    }

    private async ValueTask<string?> OwnerOfAsync(EndpointId endpoint, CancellationToken cancellationToken) =>
        (await _endpoints.FindAsync(new EndpointQuery { Id = endpoint }, cancellationToken).ConfigureAwait(false))?.Endpoint.Owner;

    private WebhookNotification Of(Alert alert, string owner) => new()
    {
        Kind = alert.Kind,
        Key = alert.Key,
        Endpoint = alert.Endpoint,
        Owner = owner,
        At = AsStored(alert.At ?? _storeClock.Now),
        Since = alert.Since is { } since ? AsStored(since) : null,
        Delivery = alert.Last?.Delivery,
        EventId = alert.Last?.EventId,
        EventType = alert.Last?.EventType,
        Reason = alert.Reason,
    };

    // In UTC, and to the microsecond: the same in the instance where it began and in one that has read it.
    private static DateTimeOffset AsStored(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
