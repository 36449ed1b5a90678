using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Pacing;

/// <summary>The paces of the owners that have a rate limit, and what they reserve of it in the store.</summary>
internal sealed class OwnerPaces : IEnginePart
{
    private const int MostAtOnce = 16;

    private readonly Channel<OwnerPace> _asking = Channel.CreateUnbounded<OwnerPace>();
    private readonly ConcurrentDictionary<string, OwnerPace> _paces = new(StringComparer.Ordinal);
    private readonly IRateStore _store;
    private readonly OwnerRateOptions _options;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly EngineLoop _loop;

    public OwnerPaces(
        IRateStore store, IOptions<OwnerRateOptions> options, StoreClock storeClock, TimeProvider clock, WebhookMetrics metrics, ILogger<OwnerPaces> logger)
    {
        (_store, _options, _storeClock, _clock) = (store, options.Value, storeClock, clock);
        _loop = new EngineLoop("owner rates", TurnAsync, clock, metrics, logger);
    }

    /// <summary>An owner that had no token left may have one.</summary>
    public event Action<string>? Granted;

    /// <summary>The pace of an owner; null where it has no limit.</summary>
    public OwnerPace? For(string owner) =>
        _options.Of(owner) is { } perSecond
            ? _paces.GetOrAdd(owner, _ => new OwnerPace(owner, perSecond, _options.Burst ?? RateRange.BurstAt(perSecond), _clock, Ask))
            : null;

    public void Start() => _loop.Start();

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private void Ask(OwnerPace pace) => _asking.Writer.TryWrite(pace);

    private async Task TurnAsync(CancellationToken stopping)
    {
        var asking = new List<OwnerPace> { await _asking.Reader.ReadAsync(stopping).ConfigureAwait(false) };
        while (asking.Count < MostAtOnce && _asking.Reader.TryRead(out var pace))
        {
            asking.Add(pace);
        }

        await Task.WhenAll(asking.Select(pace => ReserveAsync(pace, stopping))).ConfigureAwait(false);
    }

    private async Task ReserveAsync(OwnerPace pace, CancellationToken stopping)
    {
        try
        {
            var reservation = pace.ToReservation(_storeClock.Now);
            var start = await _store.ReserveAsync(reservation, stopping).ConfigureAwait(false);
            pace.Grant(start - _storeClock.Now);
        }
        catch
        {
            Ask(pace);
            throw;
        }

        Granted?.Invoke(pace.Owner);
    }
}
