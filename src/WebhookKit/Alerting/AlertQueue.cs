using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Observing;

namespace WebhookKit.Alerting;

/// <summary>
/// Takes what is to be told from wherever it happens. Bounded, and what does not fit is dropped: telling must never hold up delivering.
/// Knows none of those who listen, so that they may depend on whatever raises an alert.
/// </summary>
internal sealed partial class AlertQueue(WebhookMetrics metrics, ILogger<AlertQueue> logger) : IAlerts
{
    /// <summary>More than what a batch of outcomes can make dead at once.</summary>
    private const int Most = 2048;

    private readonly Channel<Alert> _waiting = Channel.CreateBounded<Alert>(new BoundedChannelOptions(Most) { SingleReader = true });
    private volatile bool _isOpen;
    private volatile bool _saidFull;

    public bool AreHeard => _isOpen;

    public ChannelReader<Alert> Waiting => _waiting.Reader;

    public void Raise(Alert alert)
    {
        if (!_isOpen)
        {
            return;
        }

        if (_waiting.Writer.TryWrite(alert))
        {
            _saidFull = false;
            return;
        }

        metrics.NotificationDropped();
        if (!_saidFull)
        {
            _saidFull = true;
            Log.Full(logger, Most);
        }
    }

    /// <summary>Somebody listens.</summary>
    public void Open() => _isOpen = true;

    /// <summary>Takes nothing more. What waits can still be read.</summary>
    public void Close()
    {
        _isOpen = false;
        _waiting.Writer.TryComplete();
    }
}
