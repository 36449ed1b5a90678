using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Hosting;

/// <summary>
/// Runs one turn after another until stopped. A turn that throws is logged once, followed by a growing pause, and tried
/// again: a loop never ends by itself and never takes the host down.
/// </summary>
internal sealed partial class EngineLoop(string name, Func<CancellationToken, Task> turn, TimeProvider clock, WebhookMetrics metrics, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    // Short enough to be back soon after a database is, and long enough to cost it nothing.
    private static readonly TimeSpan AnyLongestPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How long it pauses at the most: two seconds, or less where less is asked for.</summary>
    public TimeSpan LongestPause { get; init => field = Min(value, AnyLongestPause); } = AnyLongestPause;

    public void Start() => _running = Task.Run(RunAsync);

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        // The container disposes of a part once for each way it is registered.
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
        }

        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var stopping = _stopping.Token;
        var pause = TimeSpan.Zero;

        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await turn(stopping).ConfigureAwait(false);
                if (pause > TimeSpan.Zero)
                {
                    Log.Recovered(logger, name);
                    pause = TimeSpan.Zero;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                metrics.LoopFailed();
                if (pause == TimeSpan.Zero)
                {
                    Log.Failed(logger, name, exception);
                }
                else
                {
                    Log.StillFailing(logger, name, exception);
                }

                pause = Min(pause == TimeSpan.Zero ? FirstPause : pause * 2, LongestPause);
                await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
