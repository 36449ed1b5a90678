using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Observing;

namespace WebhookKit.Alerting;

/// <summary>Raises an alert when what this process may send has waited for too long, and not again before it has caught up.</summary>
internal sealed class BacklogWatch : IEnginePart
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly EngineVitals _vitals;
    private readonly IAlerts _alerts;
    private readonly TimeSpan? _tooOld;
    private readonly TimeProvider _clock;
    private readonly EngineLoop _loop;
    private bool _isOld;

    public BacklogWatch(
        EngineVitals vitals, IAlerts alerts, IOptions<NotificationOptions> options, TimeProvider clock, WebhookMetrics metrics, ILogger<BacklogWatch> logger)
    {
        (_vitals, _alerts, _tooOld, _clock) = (vitals, alerts, options.Value.BacklogOlderThan, clock);
        _loop = new EngineLoop("backlog watch", TurnAsync, clock, metrics, logger);
    }

    /// <summary>Starts, where anybody listens: those who do have started before.</summary>
    public void Start()
    {
        if (_alerts.AreHeard && _tooOld is not null)
        {
            _loop.Start();
        }
    }

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        var tooOld = _tooOld!.Value;
        await Task.Delay(tooOld / 4 < LongestPause ? tooOld / 4 : LongestPause, _clock, stopping).ConfigureAwait(false);
        if (_vitals.Oldest is not { } oldest)
        {
            _isOld = false;
        }
        else if (oldest.Age >= tooOld && !_isOld)
        {
            _isOld = true;
            _alerts.Raise(Alert.Backlog(oldest.Endpoint, oldest.DueAt, oldest.Age));
        }
        else if (oldest.Age < tooOld / 2)
        {
            // Not as soon as it is a little younger: a backlog about as old as that would be told again and again.
            _isOld = false;
        }
    }
}
