using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Observing;

namespace WebhookKit.Alerting;

/// <summary>
/// What waits for one notifier, which is told one after the other: one that is slow, hangs or throws costs the others nothing. There is
/// never more than one call under way, also where it ignores that it was cancelled.
/// </summary>
internal sealed partial class NotifierLine : IDisposable
{
    private const int Most = 1024;

    private readonly Channel<WebhookNotification> _waiting =
        Channel.CreateBounded<WebhookNotification>(new BoundedChannelOptions(Most) { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<WebhookNotificationKind> _failing = [];
    private readonly IWebhookNotifier _notifier;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly WebhookMetrics _metrics;
    private readonly ILogger _logger;
    private readonly EngineLoop _loop;
    private bool _saidFull;

    public NotifierLine(IWebhookNotifier notifier, TimeSpan timeout, TimeProvider clock, WebhookMetrics metrics, ILogger logger)
    {
        (_notifier, _timeout, _clock, _metrics, _logger) = (notifier, timeout, clock, metrics, logger);
        _loop = new EngineLoop("notifier", TurnAsync, clock, metrics, logger);
    }

    private string Name => _notifier.GetType().Name;

    public void Start() => _loop.Start();

    /// <summary>Puts a notification in the line, unless it is full. Called by one at a time.</summary>
    public void Offer(WebhookNotification notification)
    {
        if (_waiting.Writer.TryWrite(notification))
        {
            _saidFull = false;
            return;
        }

        _metrics.NotificationDropped();
        if (!_saidFull)
        {
            _saidFull = true;
            Log.Full(_logger, Name, Most);
        }
    }

    /// <summary>Tells what waits until the deadline, and then stops.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        _waiting.Writer.TryComplete();
        await _drained.Task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_drained.Task.IsCompleted)
        {
            Log.Untold(_logger, Name, _waiting.Reader.Count);
        }

        await _loop.StopAsync().ConfigureAwait(false);
    }

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        if (!await _waiting.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            _drained.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stopping).ConfigureAwait(false);
        }

        if (_waiting.Reader.TryRead(out var notification))
        {
            await TellAsync(notification, stopping).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(WebhookNotification notification, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        var token = ending.Token;

        // In a task of its own: one that blocks its thread must not keep the host from stopping.
        var call = Task.Run(() => _notifier.NotifyAsync(notification, token), CancellationToken.None);
        try
        {
            await call.WaitAsync(token).ConfigureAwait(false);
            NoteSuccess(notification);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            NoteFailure(notification, exception);
        }

        // Whoever ignores its token gets nothing more before it has come back.
        await call.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }

    private void NoteSuccess(WebhookNotification notification)
    {
        if (_failing.Remove(notification.Kind))
        {
            Log.WorksAgain(_logger, Name, notification.Kind);
        }
    }

    private void NoteFailure(WebhookNotification notification, Exception exception)
    {
        if (_failing.Add(notification.Kind))
        {
            Log.Failed(_logger, Name, notification.Kind, notification.Key, exception);
        }
        else
        {
            Log.StillFailing(_logger, Name, notification.Key, exception);
        }
    }
}
