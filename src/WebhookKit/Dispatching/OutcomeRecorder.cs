using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Writes outcomes in batches: whatever waits when the last write has ended, so that a lone outcome is written at once and
/// many share one transaction. An outcome is never given up because the database is away; new sends wait meanwhile.
/// </summary>
internal sealed partial class OutcomeRecorder : IEnginePart
{
    private const int MaxBatch = 500;

    /// <summary>How many may be unrecorded at once: two full batches, and fewer where few requests are made at once.</summary>
    private const int MostUnrecorded = 2 * MaxBatch;
    private const int UnrecordedForEachSender = 16;

    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnrecordablePause = TimeSpan.FromMinutes(1);

    private readonly Channel<PendingOutcome> _waiting = Channel.CreateUnbounded<PendingOutcome>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room;
    private readonly List<PendingOutcome> _batch = new(MaxBatch);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutcomeWriter _writer;
    private readonly RefusedOutcomes _refused;
    private readonly OwnedPartitions _owned;
    private readonly DeliverySignal _signal;
    private readonly LaneLine _line;
    private readonly ReadBudget _budget;
    private readonly SendGate _gate;
    private readonly OutcomeReport _report;
    private readonly EndpointDisabler _disabler;
    private readonly FailingEndpoints _failing;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutcomeRecorder> _logger;
    private readonly EngineLoop _loop;

    public OutcomeRecorder(
        IDeliveryStore store,
        OwnedPartitions owned,
        DeliverySignal signal,
        LaneLine line,
        ReadBudget budget,
        SendGate gate,
        OutcomeReport report,
        EndpointDisabler disabler,
        FailingEndpoints failing,
        IOptions<DispatchOptions> options,
        StoreClock storeClock,
        TimeProvider clock,
        WebhookMetrics metrics,
        ILogger<OutcomeRecorder> logger)
    {
        (_owned, _signal, _line, _budget) = (owned, signal, line, budget);
        (_gate, _report, _disabler, _failing) = (gate, report, disabler, failing);
        (_storeClock, _clock, _logger) = (storeClock, clock, logger);
        _room = new SemaphoreSlim(Math.Min(MostUnrecorded, options.Value.MaxConcurrency * UnrecordedForEachSender));
        _writer = new OutcomeWriter(store);
        _refused = new RefusedOutcomes(clock);
        _loop = new EngineLoop("outcome recorder", TurnAsync, clock, metrics, logger);
    }

    /// <summary>
    /// Hands an outcome over, and waits while too many are not recorded yet: a crash would have all of those sent again.
    /// Its lane counts it as under way until it is recorded.
    /// </summary>
    public async ValueTask HandOverAsync(PendingOutcome pending, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _waiting.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    public void Start() => _loop.Start();

    public async Task StopAsync(CancellationToken deadline)
    {
        // What was sent is worth recording even when requests took all of the time there was.
        _waiting.Writer.TryComplete();
        using var lastChance = new CancellationTokenSource(LastChance, _clock);
        await _drained.Task.WaitAsync(lastChance.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _loop.StopAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _room.Dispose();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        if (_batch.Count == 0 && !await _waiting.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            _drained.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stopping).ConfigureAwait(false);
        }

        while (_batch.Count < MaxBatch && _waiting.Reader.TryRead(out var pending))
        {
            _batch.Add(pending);
        }

        PendingOutcome[] gone = [.. _batch.Where(pending => pending.ReasonToDisable is not null).DistinctBy(pending => pending.Lane.Id)];
        PendingOutcome[] failing = [.. _batch.Where(pending => _failing.MayConcern(pending)).DistinctBy(pending => pending.Lane.Id)];
        await WriteAsync(stopping).ConfigureAwait(false);
        foreach (var pending in failing)
        {
            await _failing.DisableIfSoAsync(pending.Lane, stopping).ConfigureAwait(false);
        }

        foreach (var pending in gone)
        {
            await _disabler.DisableAsync(pending.Lane.Id, pending.Delivery.Event.Owner, from: null, pending.ReasonToDisable!, stopping).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(CancellationToken stopping)
    {
        try
        {
            var count = _batch.Count;
            var refusal = await _writer.WriteAsync(_batch, Conclude, stopping).ConfigureAwait(false);
            if (_batch.Count < count)
            {
                _refused.Forget();
            }
            else if (refusal is not null && _refused.BlameDatabase(_batch))
            {
                // Kept, and tried again: nothing that was sent is lost should the database come to its senses.
                throw refusal;
            }

            _batch.ForEach(pending => PassOver(pending, refusal!));
            _batch.Clear();
            if (_gate.Open() && refusal is null)
            {
                Log.Resumed(_logger);
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            if (_gate.Close())
            {
                Log.RecordingFailed(_logger, _batch.Count, exception);
            }

            throw;
        }
    }

    private void Conclude(PendingOutcome pending, bool applied)
    {
        _report.Recorded(pending, applied);
        Release(pending, applied ? pending.Outcome.Attempt.NextAttemptAt : null);
    }

    private void PassOver(PendingOutcome pending, WebhookStoreException refusal)
    {
        Log.Unrecordable(_logger, pending.Delivery.Id, UnrecordablePause, refusal);
        _budget.Return(pending.Lane.SetAside([pending.Delivery.Id], _storeClock.Now + UnrecordablePause));
        Release(pending, null);
    }

    private void Release(PendingOutcome pending, DateTimeOffset? dueAt)
    {
        var lane = pending.Lane;
        var isToBeRead = lane.Settle(pending.Delivery, dueAt, pending.IsFiltered);
        _budget.Return(pending.Delivery);
        _owned.Leave(lane.Id.Partition);
        _line.Offer(lane);
        if (isToBeRead)
        {
            _signal.LookAt(lane.Id);
        }
        else
        {
            _signal.RoomMade();
        }

        _room.Release();
    }
}
