using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Dispatching;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Notifying;

/// <summary>
/// Tells other processes what this one has queued for them: at once when it has been quiet, else everything that has come
/// together since the last time, so that a database commits a few notifications a second however much is published.
/// </summary>
internal sealed partial class NotificationSender : IEnginePart
{
    private const int MaxEndpoints = 4096;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Lock _gate = new();
    private readonly IDeliveryNotifications? _notifications;
    private readonly DeliverySignal _signal;
    private readonly OwnedPartitions _owned;
    private readonly TimeProvider _clock;
    private readonly ILogger<NotificationSender> _logger;
    private readonly EngineLoop _loop;
    private HashSet<EndpointId> _endpoints = [];
    private long? _sentAt;
    private bool _saidFailed;

    public NotificationSender(
        IWebhookStore store, DeliverySignal signal, OwnedPartitions owned, TimeProvider clock, WebhookMetrics metrics, ILogger<NotificationSender> logger)
    {
        (_notifications, _signal, _owned, _clock, _logger) = (store.Notifications, signal, owned, clock, logger);
        _loop = new EngineLoop("notification", TurnAsync, clock, metrics, logger);
    }

    public bool RunsWithoutDelivery => true;

    public void Start()
    {
        if (_notifications is not null)
        {
            _signal.Queued += OnQueued;
            _loop.Start();
        }
    }

    public Task StopAsync(CancellationToken deadline)
    {
        _signal.Queued -= OnQueued;
        return _loop.StopAsync();
    }

    public void Dispose() => _loop.Dispose();

    private void OnQueued(IReadOnlyCollection<EndpointId> endpoints)
    {
        var isForOthers = false;
        foreach (var endpoint in endpoints)
        {
            if (_owned.LeaseOn(endpoint.Partition) is null)
            {
                isForOthers = true;
                Collect(endpoint);
            }
        }

        if (isForOthers)
        {
            _wake.Writer.TryWrite(true);
        }
    }

    // One more than are told by name: it stands for all that do not fit.
    private void Collect(EndpointId endpoint)
    {
        lock (_gate)
        {
            if (_endpoints.Count <= MaxEndpoints)
            {
                _endpoints.Add(endpoint);
            }
        }
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _wake.Reader.ReadAsync(stopping).ConfigureAwait(false);
        var wait = _sentAt is { } sentAt ? Quiet - _clock.GetElapsedTime(sentAt) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _clock, stopping).ConfigureAwait(false);
        }

        try
        {
            var endpoints = Take();
            if (endpoints.Count > 0)
            {
                await _notifications!.NotifyAsync(endpoints.Count > MaxEndpoints ? [] : endpoints, stopping).ConfigureAwait(false);
                _saidFailed = false;
            }
        }
        catch (WebhookStoreException exception)
        {
            if (!_saidFailed)
            {
                Log.Failed(_logger, exception);
            }

            _saidFailed = true;
        }

        // After the answer: a slow database is told less often.
        _sentAt = _clock.GetTimestamp();
    }

    private HashSet<EndpointId> Take()
    {
        lock (_gate)
        {
            var taken = _endpoints;
            _endpoints = [];
            return taken;
        }
    }
}
