using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using WebhookKit.Pacing;

namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes that have work, in line for a sender. Owners stand in it one behind the other; the one at the head gets one delivery of its
/// first lane sent and goes to the end, and so does that lane among its owner's. Every owner gets its turn, however many endpoints
/// another one has, and every endpoint, however long another one's queue is; one that is at its rate limit waits aside and takes up no place.
/// </summary>
internal sealed class LaneLine : IDisposable
{
    // One entry for each lane that may be taken; which one it is, is decided when a sender comes. Unbounded in name only: a lane stands
    // in line at most once, and only a few thousand deliveries are in memory.
    private readonly Channel<bool> _turns = Channel.CreateUnbounded<bool>();
    private readonly Queue<OwnerLanes> _line = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OwnerLanes> _owners = [];
    private readonly AsideQueue<Lane> _aside;
    private readonly AsideQueue<OwnerLanes> _ownersAside;
    private readonly TimeProvider _clock;
    private readonly ITimer _alarm;
    private readonly int _mostOfOwner;
    private long _alarmAt = long.MaxValue;

    public LaneLine(TimeProvider clock, IOptions<DispatchOptions> options, OwnerPaces paces)
    {
        (_clock, _aside, _ownersAside) = (clock, new AsideQueue<Lane>(clock), new AsideQueue<OwnerLanes>(clock));
        _mostOfOwner = options.Value.MaxConcurrencyPerOwner ?? int.MaxValue;
        _alarm = clock.CreateTimer(_ => LetIn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        paces.Granted += LetIn;
    }

    /// <summary>Puts a lane into the line, if it has work and is not there yet, once its rate limit lets it.</summary>
    public void Offer(Lane lane)
    {
        if (!lane.TryJoinLine(out var wait))
        {
            return;
        }

        lock (_gate)
        {
            if (wait <= TimeSpan.Zero)
            {
                Enter(lane);
                return;
            }

            _aside.Add(lane, wait);
            SetAlarm();
        }
    }

    /// <summary>Waits for the lane at the head of the line. Its owner has one request more under way until <see cref="Leave"/>.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Lane> NextAsync(CancellationToken cancellationToken)
    {
        await _turns.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            var owner = _line.Dequeue();
            owner.Turns--;
            owner.UnderWay++;
            if (owner.Turns > 0)
            {
                _line.Enqueue(owner);
            }

            var lane = owner.Waiting.Dequeue();
            Admit(owner);
            return lane;
        }
    }

    /// <summary>What was to be done for a lane that was at the head of the line is done.</summary>
    public void Leave(Lane lane)
    {
        lock (_gate)
        {
            var owner = _owners[lane.Owner];
            owner.UnderWay--;
            Admit(owner);
            if (owner.IsIdle)
            {
                _owners.Remove(owner.Owner);
            }
        }
    }

    public void Dispose() => _alarm.Dispose();

    private void LetIn()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            while (_aside.TryTakeDue(now, out var lane))
            {
                if (lane.TryComeBack())
                {
                    Enter(lane);
                }
            }

            while (_ownersAside.TryTakeDue(now, out var owner))
            {
                owner.IsAside = false;
                Admit(owner);
            }

            _alarmAt = long.MaxValue;
            SetAlarm();
        }
    }

    private void LetIn(string name)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(name, out var owner))
            {
                Admit(owner);
            }
        }
    }

    private void Enter(Lane lane)
    {
        if (!_owners.TryGetValue(lane.Owner, out var owner))
        {
            _owners.Add(lane.Owner, owner = new OwnerLanes(lane.Owner, lane.Pace));
        }

        owner.Waiting.Enqueue(lane);
        Admit(owner);
    }

    // At its limit an owner gets no further turn until one of its requests has ended, or it has a token.
    private void Admit(OwnerLanes owner)
    {
        while (owner.Turns < owner.Waiting.Count && owner.Turns < _mostOfOwner - owner.UnderWay && MayTakeToken(owner))
        {
            if (owner.Turns++ == 0)
            {
                _line.Enqueue(owner);
            }

            _turns.Writer.TryWrite(true);
        }
    }

    private bool MayTakeToken(OwnerLanes owner)
    {
        if (owner.Pace is not { } pace)
        {
            return true;
        }

        // What is taken must be used soon: while all senders are busy, more tokens would gather in line than may be used at once.
        if (owner.Turns >= pace.Burst)
        {
            return false;
        }

        if (pace.TryTake(out var wait))
        {
            return true;
        }

        if (wait is { } known && !owner.IsAside)
        {
            owner.IsAside = true;
            _ownersAside.Add(owner, known);
            SetAlarm();
        }

        return false;
    }

    private void SetAlarm()
    {
        var until = Math.Min(_aside.NextAt, _ownersAside.NextAt);
        if (until < _alarmAt)
        {
            _alarmAt = until;
            // A timer counts whole milliseconds and may fire just before the moment: then it is set once more.
            var wait = Math.Ceiling(_clock.GetElapsedTime(_clock.GetTimestamp(), until).TotalMilliseconds);
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, wait)), Timeout.InfiniteTimeSpan);
        }
    }
}
