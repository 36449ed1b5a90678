using System.Data.Common;
using WebhookKit.Chaos.Databases;

namespace WebhookKit.Chaos.Rigs;

/// <summary>Counts the ended deliveries again and again while a scenario runs: there must never be fewer.</summary>
internal sealed class StateWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly StateReader _reader;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;
    private long _ended;

    public StateWatch(StateReader reader)
    {
        _reader = reader;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>How often there were fewer than before.</summary>
    public int FellBack { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var (_, ended) = await _reader.CountAsync();
                FellBack += ended < _ended ? 1 : 0;
                _ended = ended;
            }
            catch (DbException)
            {
                // The database is away, which may be the fault that is injected.
            }

            await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
