using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Fills the lanes from the database: at once for what this process published, at its time for what was planned, and by
/// polling for what other processes queued.
/// </summary>
internal sealed class LaneReader : IEnginePart
{
    private const int MaxRowsPerRead = 1000;

    /// <summary>
    /// How early a timer may fire, at the most: it counts whole milliseconds of a clock that the kernel moves on every 4. Whoever is woken
    /// before the moment has to wait, and be woken, once more.
    /// </summary>
    private static readonly TimeSpan EarliestAlarm = TimeSpan.FromMilliseconds(5);

    private readonly IDeliveryStore _store;
    private readonly OwnedPartitions _owned;
    private readonly DeliverySignal _signal;
    private readonly ReadBudget _budget;
    private readonly EventShelf _shelf;
    private readonly LaneFiller _filler;
    private readonly LaneTable _lanes;
    private readonly LanePoll _poll;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly EngineLoop _loop;
    private readonly ITimer _alarm;
    private volatile bool _partitionsChanged;

    public LaneReader(
        IDeliveryStore store,
        OwnedPartitions owned,
        DeliverySignal signal,
        ReadBudget budget,
        EventShelf shelf,
        LaneFiller filler,
        IOptions<DispatchOptions> options,
        StoreClock storeClock,
        TimeProvider clock,
        WebhookMetrics metrics,
        EngineVitals vitals,
        ILogger<LaneReader> logger)
    {
        (_store, _owned, _signal, _budget, _shelf, _filler) = (store, owned, signal, budget, shelf, filler);
        (_storeClock, _clock) = (storeClock, clock);
        _lanes = new LaneTable(owned, options.Value, storeClock, clock);
        _poll = new LanePoll(store, owned, _lanes, options.Value, storeClock, clock, vitals);
        _loop = new EngineLoop("lane reader", TurnAsync, clock, metrics, logger);
        _alarm = clock.CreateTimer(_ => signal.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        _owned.Changed += OnPartitionsChanged;
        _signal.IsHeard = true;
        _signal.Wake();
        _loop.Start();
    }

    public async Task StopAsync(CancellationToken deadline)
    {
        _signal.IsHeard = false;
        _owned.Changed -= OnPartitionsChanged;
        await _loop.StopAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _loop.Dispose();
    }

    private void OnPartitionsChanged()
    {
        _partitionsChanged = true;
        _signal.LookEverywhere();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        SetAlarm();
        await _signal.WaitAsync(stopping).ConfigureAwait(false);

        if (_partitionsChanged)
        {
            _partitionsChanged = false;
            DropLost();
        }

        if (_signal.TakeEverywhere() || _poll.UntilNext <= TimeSpan.Zero)
        {
            await _poll.RunAsync(stopping).ConfigureAwait(false);
        }

        var now = _storeClock.Now;
        PlaceMarked(now);
        _lanes.PlaceDue(now);
        while (_lanes.MustRead(_budget.RoomForRows) && !_partitionsChanged)
        {
            await ReadAsync(stopping).ConfigureAwait(false);
        }

        // Said before looking once more: what leaves memory in between is seen by one or the other.
        _signal.WaitsForRoom = _lanes.MustRead(int.MaxValue);
        if (_signal.WaitsForRoom && _lanes.MustRead(_budget.RoomForRows))
        {
            _signal.Wake();
        }
    }

    private void SetAlarm()
    {
        var untilTimer = _lanes.NextTimer - _storeClock.Now;
        var wait = untilTimer < _poll.UntilNext ? untilTimer.Value : _poll.UntilNext;
        _alarm.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait + EarliestAlarm, Timeout.InfiniteTimeSpan);
    }

    private void PlaceMarked(DateTimeOffset now)
    {
        foreach (var (endpoint, isNew) in _signal.TakeMarks())
        {
            if (_lanes.Find(endpoint, create: isNew) is { } lane)
            {
                if (isNew)
                {
                    lane.NoteDue(now);
                }

                _lanes.Place(lane, now);
            }
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        var now = _storeClock.Now;
        var (lanes, requests) = _lanes.TakeToRead(Math.Min(MaxRowsPerRead, _budget.RoomForRows), now);
        _shelf.PutPublished();
        var askedAt = _clock.GetTimestamp();
        try
        {
            var result = await _store.ReadLanesAsync(new LaneRead { Lanes = requests, KnownEvents = _shelf.Ids, Now = now }, stopping).ConfigureAwait(false);
            _filler.Fill(lanes, result, askedAt);
            foreach (var (deliveries, until) in lanes.Values.SelectMany(lane => lane.TakePostponed()))
            {
                await _store.PostponeAsync(deliveries, until, stopping).ConfigureAwait(false);
            }
        }
        catch
        {
            foreach (var lane in lanes.Values)
            {
                lane.ReadFailed(now);
            }

            throw;
        }
        finally
        {
            foreach (var lane in lanes.Values)
            {
                _lanes.Place(lane, now);
            }
        }
    }

    private void DropLost()
    {
        foreach (var lane in _lanes.TakeLost())
        {
            _filler.Empty(lane);
        }
    }
}
