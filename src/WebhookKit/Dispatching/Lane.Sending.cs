using System.Diagnostics.CodeAnalysis;
using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <content>What senders and the recorder do with a lane: stand in line with it, take from it, and settle what was sent.</content>
internal sealed partial class Lane
{
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
                _schedule.AskForRefresh(storeClock.Now);
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
}
