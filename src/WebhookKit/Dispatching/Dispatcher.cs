using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>
/// As many senders as requests may be under way, each taking the lane at the head of the line, sending one of its
/// deliveries and handing the outcome over. No task is made for a delivery.
/// </summary>
internal sealed partial class Dispatcher(
    LaneLine line,
    OwnedPartitions owned,
    AttemptRunner attempts,
    EventTerms terms,
    OutcomeRecorder recorder,
    FailureNotes failures,
    Coalescer coalescer,
    CircuitNotes circuits,
    DeliverySignal signal,
    ReadBudget budget,
    SendGate gate,
    IOptions<DispatchOptions> options,
    StoreClock storeClock,
    TimeProvider clock,
    ILogger<Dispatcher> logger) : IEnginePart
{
    private static readonly TimeSpan AbandonedPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProxyPause = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan AfterCut = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _noMore = new();
    private readonly CancellationTokenSource _cut = new();
    private Task _senders = Task.CompletedTask;

    public void Start() =>
        _senders = Task.WhenAll(Enumerable.Range(0, options.Value.MaxConcurrency).Select(_ => Task.Run(SendUntilStoppedAsync)));

    // At once, and not only when it is this part's turn to stop: requests that end meanwhile must not be followed by others.
    public void StopBeginning() => _noMore.Cancel();

    public async Task StopAsync(CancellationToken deadline)
    {
        await _noMore.CancelAsync().ConfigureAwait(false);
        await _senders.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_senders.IsCompleted)
        {
            Log.Cut(logger);
            await _cut.CancelAsync().ConfigureAwait(false);

            // Code of the host's that ignores its token must not keep the host from stopping.
            await _senders.WaitAsync(AfterCut, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        // The container disposes of a part once for each way it is registered.
        if (!_cut.IsCancellationRequested)
        {
            _noMore.Cancel();
            _cut.Cancel();
        }

        _noMore.Dispose();
        _cut.Dispose();
    }

    private async Task SendUntilStoppedAsync()
    {
        while (!_noMore.IsCancellationRequested)
        {
            try
            {
                var lane = await line.NextAsync(_noMore.Token).ConfigureAwait(false);
                try
                {
                    await gate.PassAsync(_noMore.Token).ConfigureAwait(false);
                    await TakeTurnAsync(lane).ConfigureAwait(false);
                }
                finally
                {
                    line.Leave(lane);
                }
            }
            catch (OperationCanceledException) when (_noMore.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.TurnFailed(logger, exception);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TakeTurnAsync(Lane lane)
    {
        var turn = lane.TryTake(out var delivery, out var endpoint);
        if (turn != LaneTurn.Taken)
        {
            lane.Pace?.GiveBack();
        }

        switch (turn)
        {
            case LaneTurn.Taken:
                await SendAsync(lane, delivery!, endpoint!).ConfigureAwait(false);
                break;
            case LaneTurn.Stale:
                signal.LookAt(lane.Id);
                break;
            case LaneTurn.TooEarly:
                line.Offer(lane);
                break;
            case LaneTurn.Nothing:
                break;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(Lane lane, QueuedDelivery delivery, LaneEndpoint endpoint)
    {
        if (!owned.TryEnter(lane.Lease))
        {
            // Not ours to send any more, or not surely: whoever owns the lane reads it again.
            lane.NothingSent();
            Abandon(lane, delivery);
            return;
        }

        if (delivery.CoalescingKey is { } coalescingKey && !await IsLastAsync(lane, delivery, coalescingKey).ConfigureAwait(false))
        {
            return;
        }

        PendingOutcome pending;
        try
        {
            var startedAt = storeClock.Now;
            var result = attempts.EndWithoutRequest(delivery, endpoint, startedAt);
            if (result is null)
            {
                line.Offer(lane);
                result = await attempts.RunAsync(delivery, endpoint, lane.Lease, startedAt, _cut.Token).ConfigureAwait(false);
            }

            if (result is null)
            {
                lane.NothingSent();
                owned.Leave(lane.Id.Partition);
                Abandon(lane, delivery);
                return;
            }

            var now = EndOf(startedAt, result);
            if (PauseAfter(lane, result) is { } pause)
            {
                Wait(lane, delivery, result.Outcome, now + pause);
                return;
            }

            budget.Return(lane.SendEnded(result, now, circuits));
            if (result.Outcome is AttemptOutcome.Filtered or AttemptOutcome.Expired)
            {
                // With the token that it has not used, the next one may be sent.
                line.Offer(lane);
            }

            var outcome = OutcomeRules.Decide(delivery, result, terms.PolicyFor(delivery.Event, endpoint, result.Outcome), endpoint.Endpoint.Ordering, lane.Lease.Epoch, startedAt, now);
            lane.Account(result, now, failures);
            pending = new PendingOutcome(lane, delivery, outcome, OutcomeRules.ReasonToDisable(result));
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            // Cut by the end of the process: no outcome is known, so none is recorded, and the delivery is sent again.
            owned.Leave(lane.Id.Partition);
            Abandon(lane, delivery);
            return;
        }
        catch
        {
            owned.Leave(lane.Id.Partition);
            Abandon(lane, delivery);
            throw;
        }

        await recorder.HandOverAsync(pending, _cut.Token).ConfigureAwait(false);
    }

    // The clock may have been set back a little by a reading in between; the next attempt must not be planned from before the end of this one.
    private DateTimeOffset EndOf(DateTimeOffset startedAt, SendResult result)
    {
        var (now, ended) = (storeClock.Now, startedAt + result.Duration);
        return now > ended ? now : ended;
    }
}
