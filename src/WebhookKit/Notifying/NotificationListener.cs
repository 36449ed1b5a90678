using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Dispatching;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Notifying;

/// <summary>Hears what other processes have queued for this one, and begins again whenever the connection is lost.</summary>
internal sealed partial class NotificationListener : IEnginePart
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly IDeliveryNotifications? _notifications;
    private readonly DeliverySignal _signal;
    private readonly OwnedPartitions _owned;
    private readonly TimeProvider _clock;
    private readonly ILogger<NotificationListener> _logger;
    private readonly EngineLoop _loop;
    private TimeSpan _pause;

    public NotificationListener(
        IWebhookStore store, DeliverySignal signal, OwnedPartitions owned, TimeProvider clock, WebhookMetrics metrics, ILogger<NotificationListener> logger)
    {
        (_notifications, _signal, _owned, _clock, _logger) = (store.Notifications, signal, owned, clock, logger);
        _loop = new EngineLoop("notification listener", TurnAsync, clock, metrics, logger);
    }

    public void Start()
    {
        if (_notifications is not null)
        {
            _loop.Start();
        }
    }

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        try
        {
            await _notifications!.ListenAsync(Hear, stopping).ConfigureAwait(false);
        }
        catch (WebhookStoreException exception)
        {
            if (_pause == TimeSpan.Zero)
            {
                Log.Failed(_logger, exception);
            }

            _pause = _pause == TimeSpan.Zero ? FirstPause : _pause * 2;
            _pause = _pause < LongestPause ? _pause : LongestPause;
            await Task.Delay(_pause, _clock, stopping).ConfigureAwait(false);
        }
    }

    private void Hear(IReadOnlyCollection<EndpointId> endpoints)
    {
        if (_pause > TimeSpan.Zero)
        {
            Log.HeardAgain(_logger);
            _pause = TimeSpan.Zero;
        }

        if (endpoints.Count == 0)
        {
            _signal.LookEverywhere();
            return;
        }

        // Its own notifications come back too, and those for third processes: neither wakes the reader.
        EndpointId[] ours = [.. endpoints.Where(endpoint => _owned.LeaseOn(endpoint.Partition) is not null)];
        if (ours.Length > 0)
        {
            _signal.Mark(ours);
        }
    }
}
