using System.Threading.Channels;

namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes that have work, in line for a sender: the one at the head gets one delivery sent and goes to the end. Every
/// endpoint gets its turn, however long another one's queue is; one that is at its rate limit waits aside and takes up no place.
/// </summary>
internal sealed class LaneLine : IDisposable
{
    // Unbounded in name only: a lane stands in line at most once, and only a few thousand deliveries are in memory.
    private readonly Channel<Lane> _line = Channel.CreateUnbounded<Lane>();
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Lane, long> _aside = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _alarm;
    private long _alarmAt = long.MaxValue;

    public LaneLine(TimeProvider clock)
    {
        _clock = clock;
        _alarm = clock.CreateTimer(_ => LetIn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts a lane into the line, if it has work and is not there yet, once its rate limit lets it.</summary>
    public void Offer(Lane lane)
    {
        if (!lane.TryJoinLine(out var wait))
        {
            return;
        }

        if (wait <= TimeSpan.Zero)
        {
            _line.Writer.TryWrite(lane);
            return;
        }

        lock (_gate)
        {
            _aside.Enqueue(lane, _clock.GetTimestamp() + (long)(wait.TotalSeconds * _clock.TimestampFrequency));
            SetAlarm();
        }
    }

    /// <summary>Waits for the lane at the head of the line.</summary>
    public ValueTask<Lane> NextAsync(CancellationToken cancellationToken) => _line.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _alarm.Dispose();

    private void LetIn()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            while (_aside.TryPeek(out _, out var until) && until <= now)
            {
                var lane = _aside.Dequeue();
                if (lane.TryComeBack())
                {
                    _line.Writer.TryWrite(lane);
                }
            }

            _alarmAt = long.MaxValue;
            SetAlarm();
        }
    }

    private void SetAlarm()
    {
        if (_aside.TryPeek(out _, out var until) && until < _alarmAt)
        {
            _alarmAt = until;
            // A timer counts whole milliseconds and may fire just before the moment: then it is set once more.
            var wait = Math.Ceiling(_clock.GetElapsedTime(_clock.GetTimestamp(), until).TotalMilliseconds);
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(0, wait)), Timeout.InfiniteTimeSpan);
        }
    }
}
