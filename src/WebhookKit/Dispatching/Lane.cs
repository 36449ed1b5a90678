using System.Diagnostics.CodeAnalysis;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// The deliveries of one endpoint that this instance has in memory, and what it knows of the rest. Thread-safe: the reader
/// fills it, senders take from it, the recorder settles what was sent.
/// </summary>
internal sealed class Lane(EndpointId id, PartitionLease lease, int maxConcurrency, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LaneBuffer _buffer = new();
    private readonly LaneSchedule _schedule = new();
    private readonly LaneWindow _window = new(maxConcurrency);
    private readonly KnownEndpoint _known = new(clock);
    private readonly LaneProgress _progress = new(clock);
    private int _inFlight;
    private bool _isInLine;

    public EndpointId Id => id;

    /// <summary>The lease under which everything in the lane was read.</summary>
    public PartitionLease Lease => lease;

    public void NoteDue(DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            _schedule.NoteDue(dueAt);
        }
    }

    /// <summary>What the lane wants of the reader.</summary>
    public LanePlan PlanAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new LanePlan(
                _schedule.ReadAt(hasRoom: _buffer.HeldCount <= Capacity / 2),
                _schedule.WantsRefresh ? ReadNeed.Refresh : _buffer.NeedAt(Capacity),
                IsForgettable: _buffer.HeldCount == 0 && _schedule.IsForgettableAt(now));
        }
    }

    /// <summary>Reading failed: whatever was asked for is still wanted.</summary>
    public void ReadFailed(DateTimeOffset now)
    {
        lock (_gate)
        {
            _schedule.AskForRefresh(now);
        }
    }

    /// <summary>Passes deliveries over for a while that cannot be sent or settled; the whole lane where they are many.</summary>
    /// <returns>What the lane dropped.</returns>
    public IReadOnlyList<QueuedDelivery> SetAside(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until)
    {
        lock (_gate)
        {
            _progress.Lose();
            return _schedule.SetAside(deliveries, until) ? [] : DropWaiting();
        }
    }

    /// <summary>What to ask the store for. Until <see cref="Fill"/>, new due times are only added.</summary>
    public LaneRequest ToRequest(int maxRoom, DateTimeOffset now)
    {
        lock (_gate)
        {
            _schedule.Clear(now);
            var after = _progress.Begin();
            return new LaneRequest
            {
                Endpoint = id,
                Room = Math.Clamp(Capacity - _buffer.HeldCount, 0, maxRoom),
                After = after,
                Held = after is null ? _buffer.HeldAnd(_schedule.Aside) : [],
                KnownRevision = _known.Endpoint?.Revision,
            };
        }
    }

    /// <summary>Takes over what the store answered.</summary>
    /// <param name="contents">The answer.</param>
    /// <param name="due">Its deliveries with their events.</param>
    /// <param name="endpoint">The endpoint where it has changed.</param>
    /// <param name="askedAt">The clock's timestamp from before the question.</param>
    /// <returns>What the lane dropped or did not take, because the endpoint takes no deliveries any more.</returns>
    public IReadOnlyList<QueuedDelivery> Fill(LaneContents contents, IReadOnlyList<QueuedDelivery> due, LaneEndpoint? endpoint, long askedAt)
    {
        lock (_gate)
        {
            _known.Answered(contents, endpoint, askedAt);
            if (!_known.IsEnabled)
            {
                return [.. DropWaiting(), .. due];
            }

            _schedule.NoteDue(contents.NextDueAt);
            var now = clock.GetUtcNow();
            if (_schedule.IsHeldAt(now))
            {
                // The endpoint has asked to be left alone while it was read.
                _schedule.NoteDue(now);
                _progress.Lose();
                return due;
            }

            var known = _buffer.Add(due);
            if (known.Count > 0)
            {
                // Taken, tried and due again before its outcome was settled here.
                _schedule.NoteDue(now);
                _progress.Lose();
            }

            _progress.End(contents, now, askedAt);
            return known;
        }
    }

    /// <summary>Whether the lane has work for a sender and is not in line yet; from then on it is.</summary>
    public bool TryJoinLine()
    {
        lock (_gate)
        {
            if (_isInLine || !HasWork)
            {
                return false;
            }

            _isInLine = true;
            return true;
        }
    }

    /// <summary>Takes the next delivery, at the head of the line. The lane has left the line.</summary>
    public LaneTurn TryTake([NotNullWhen(true)] out QueuedDelivery? delivery, [NotNullWhen(true)] out LaneEndpoint? endpoint)
    {
        lock (_gate)
        {
            _isInLine = false;
            (delivery, endpoint) = (null, null);
            if (!HasWork)
            {
                return LaneTurn.Nothing;
            }

            if (!_known.IsFresh)
            {
                _schedule.AskForRefresh(clock.GetUtcNow());
                return LaneTurn.Stale;
            }

            _inFlight++;
            delivery = _buffer.Take();
            endpoint = _known.Endpoint!;
            return LaneTurn.Taken;
        }
    }

    /// <summary>The request for a taken delivery has ended. It stays under way until it is settled: until then it could be sent twice.</summary>
    /// <returns>What the lane dropped because the endpoint asked to be left alone, or takes fewer requests from now on.</returns>
    public IReadOnlyList<QueuedDelivery> SendEnded(SendResult result, DateTimeOffset now)
    {
        lock (_gate)
        {
            _window.Note(result.Outcome, result.StatusCode);
            if (result.RetryAfter is { } wait && LaneWindow.IsThrottle(result.StatusCode))
            {
                _schedule.HoldUntil(now + wait);
                return DropWaiting();
            }

            if (_buffer.WaitingCount > Capacity)
            {
                _schedule.NoteDue(now);
                return DropWaiting();
            }

            return [];
        }
    }

    /// <summary>A taken delivery is no longer in memory: its outcome is recorded, or it is left to be read again.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="dueAt">When it is due again; null when it has ended.</param>
    /// <returns>Whether the reader should look at the lane: it runs low, has something to be read later, or can be forgotten.</returns>
    public bool Settle(DeliveryId delivery, DateTimeOffset? dueAt)
    {
        lock (_gate)
        {
            _inFlight--;
            _buffer.LetGo(delivery);
            _schedule.NoteDue(dueAt);
            if (dueAt is not null)
            {
                _progress.Lose();
            }

            return dueAt is not null || _buffer.NeedAt(Capacity) > ReadNeed.CanWait;
        }
    }

    /// <summary>Forgets what was read ahead, because the lane has passed to another instance.</summary>
    public IReadOnlyList<QueuedDelivery> Drop()
    {
        lock (_gate)
        {
            return DropWaiting();
        }
    }

    private QueuedDelivery[] DropWaiting()
    {
        _progress.Lose();
        return _buffer.Drop();
    }

    private int Capacity => _window.Size * _window.ReadAhead;
    private bool HasWork => _buffer.WaitingCount > 0 && _inFlight < _window.Size && _known.IsEnabled;
}
