using System.Diagnostics.CodeAnalysis;
using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <content>What senders and the recorder do with a lane: stand in line with it, take from it, and settle what was sent.</content>
internal sealed partial class Lane
{
    /// <summary>How long a lane stands aside before it asks whether its limit is still the same.</summary>
    private static readonly TimeSpan LongestAside = TimeSpan.FromSeconds(10);

    /// <summary>Whether the lane has work for a sender and is not in line yet; from then on it is.</summary>
    /// <param name="wait">How long it has to stand aside first for its rate limit.</param>
    public bool TryJoinLine(out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = TimeSpan.Zero;
            if (_isInLine || !HasWork)
            {
                return false;
            }

            _isInLine = true;
            var untilNext = _rate.UntilNext();
            wait = untilNext < LongestAside ? untilNext : LongestAside;
            _isAside = wait > TimeSpan.Zero;
            return true;
        }
    }

    /// <summary>The time for which the lane had to stand aside is over.</summary>
    /// <returns>Whether it still stood there.</returns>
    public bool TryComeBack()
    {
        lock (_gate)
        {
            (var stood, _isAside) = (_isAside, false);
            return stood;
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
                _schedule.AskForRefresh(storeClock.Now);
                return LaneTurn.Stale;
            }

            if (_rate.UntilNext() > TimeSpan.Zero)
            {
                // Its limit was lowered while it stood in line, or it has only come back to ask for it.
                return LaneTurn.TooEarly;
            }

            _inFlight++;
            _rate.Take();
            delivery = _buffer.Take();
            endpoint = _known.Endpoint!;
            return LaneTurn.Taken;
        }
    }

    /// <summary>No request is made for a taken delivery: it leaves its token to the next. It is still to be settled.</summary>
    public void NothingSent()
    {
        lock (_gate)
        {
            GiveBack();
        }
    }

    /// <summary>The request for a taken delivery has ended. It stays under way until it is settled: until then it could be sent twice.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="now">The moment.</param>
    /// <param name="circuits">Takes what becomes of the circuit, in the order in which it happens.</param>
    /// <returns>What the lane dropped because the endpoint is to be left alone, or takes fewer requests from now on.</returns>
    public IReadOnlyList<QueuedDelivery> SendEnded(SendResult result, DateTimeOffset now, CircuitNotes circuits)
    {
        lock (_gate)
        {
            if (result.Outcome == AttemptOutcome.Filtered)
            {
                PassOver();
                return [];
            }

            if (result.Outcome == AttemptOutcome.Expired)
            {
                // No request was made: that says nothing of the endpoint, and costs it nothing.
                GiveBack();
                return [];
            }

            _window.Note(result.Outcome, result.StatusCode);
            var openedAt = _circuit.Current?.OpenedAt;
            if (_circuit.Note(id, result, now) is { } note)
            {
                circuits.Note(note, lease, openedAt);
                FollowCircuit();
            }

            if (_circuit.Current is not null)
            {
                // What was under way when it opened may succeed, and yet one at a time is tried afterwards.
                _window.Narrow();
            }

            if (result.RetryAfter is { } wait && LaneWindow.IsThrottle(result.StatusCode))
            {
                _schedule.HoldUntil(now + wait);
            }

            if (_schedule.IsHeldAt(now))
            {
                _schedule.NoteDue(now);
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
    /// <param name="isFiltered">Whether no request was made for it.</param>
    /// <returns>Whether the reader should look at the lane: it runs low, has something to be read later, or can be forgotten.</returns>
    public bool Settle(QueuedDelivery delivery, DateTimeOffset? dueAt, bool isFiltered = false)
    {
        lock (_gate)
        {
            _inFlight -= isFiltered ? 0 : 1;
            _buffer.LetGo(delivery);
            var mayHaveFollowers = delivery.Row.OrderingKey is not null || delivery.CoalescingKey is not null;
            _schedule.NoteDue(mayHaveFollowers && dueAt is null ? storeClock.Now : dueAt);
            if (dueAt is not null || mayHaveFollowers)
            {
                // What waited for it stands anywhere in the lane.
                _progress.Lose();
            }

            return dueAt is not null || mayHaveFollowers || _buffer.NeedAt(Capacity) > ReadNeed.CanWait;
        }
    }

    // It has taken no request's place and no token, and what others may be sent must not wait until it is recorded.
    private void PassOver()
    {
        _inFlight--;
        _window.NoteFiltered();
        GiveBack();
    }

    private void GiveBack()
    {
        _rate.GiveBack();
        Pace?.GiveBack();
        if (_isAside)
        {
            _isInLine = _isAside = false;
        }
    }
}
