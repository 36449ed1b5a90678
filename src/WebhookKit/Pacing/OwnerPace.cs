using WebhookKit.Storage;

namespace WebhookKit.Pacing;

/// <summary>
/// When this instance may send to an owner with a rate limit: the tokens of the stretches of time that it has reserved, one after the other.
/// Thread-safe.
/// </summary>
/// <param name="owner">The owner.</param>
/// <param name="perSecond">The requests a second.</param>
/// <param name="burst">How many may start at once.</param>
/// <param name="clock">The clock.</param>
/// <param name="ask">Has another stretch reserved; called for one at a time.</param>
internal sealed class OwnerPace(string owner, double perSecond, int burst, TimeProvider clock, Action<OwnerPace> ask)
{
    private const double SecondsOfStretch = 0.5;

    private readonly Lock _gate = new();
    private readonly long _ticksPerToken = Math.Max(1, (long)Math.Round(clock.TimestampFrequency / perSecond));
    private int _tokensOfStretch = burst;
    private Stretch _current;
    private Stretch? _following;
    private int _returned;
    private bool _isAsking;
    private bool _hasSkipped = true;
    private long? _shortAt;

    public string Owner => owner;

    public int Burst { get; } = burst;

    /// <summary>A request may start, if there is a token for it.</summary>
    /// <param name="wait">How long until there is one; null where that is not known until the store has answered.</param>
    public bool TryTake(out TimeSpan? wait)
    {
        lock (_gate)
        {
            wait = null;
            if (_returned > 0)
            {
                _returned--;
                return true;
            }

            var now = clock.GetTimestamp();
            Skip(now);
            if (_current.Tokens > 0 && _current.NextAt <= now)
            {
                _current = After(_current, 1);
                return true;
            }

            _shortAt = now;
            if (!_isAsking && _following is null && _current.Tokens <= _tokensOfStretch / 2)
            {
                _isAsking = true;
                ask(this);
            }

            wait = _current.Tokens > 0 ? clock.GetElapsedTime(now, _current.NextAt) : null;
            return false;
        }
    }

    /// <summary>The request that was to start was not made after all.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            _returned = Math.Min(Burst, _returned + 1);
        }
    }

    /// <summary>What to reserve. Whoever uses up what it has gets more at once, and whoever does not leaves more to others.</summary>
    public RateReservation ToReservation(DateTimeOffset now)
    {
        lock (_gate)
        {
            _tokensOfStretch = _hasSkipped ? Math.Max(1, _tokensOfStretch / 2) : Math.Min(MostOfStretch, _tokensOfStretch * 2);
            _hasSkipped = false;
            return new RateReservation
            {
                Owner = owner,
                NotBefore = now - TimeSpan.FromSeconds((Burst - 1) / perSecond),
                Length = TimeSpan.FromMicroseconds(Math.Ceiling(_tokensOfStretch / perSecond * 1_000_000)),
            };
        }
    }

    /// <summary>The stretch has been reserved.</summary>
    /// <param name="untilStart">How long it is until it begins; negative where it has.</param>
    public void Grant(TimeSpan untilStart)
    {
        lock (_gate)
        {
            _following = new Stretch(clock.GetTimestamp() + (long)(untilStart.TotalSeconds * clock.TimestampFrequency), _tokensOfStretch);
            _isAsking = false;
        }
    }

    /// <summary>How many requests may start within a time, and two at least.</summary>
    public int MostWithin(TimeSpan time) => Math.Max(2, (int)Math.Ceiling(perSecond * time.TotalSeconds));

    /// <summary>Whether a request had to wait within a time.</summary>
    public bool WasShortWithin(TimeSpan time)
    {
        lock (_gate)
        {
            return _shortAt is { } at && clock.GetElapsedTime(at) <= time;
        }
    }

    private int MostOfStretch => Math.Max(Burst, (int)Math.Ceiling(perSecond * SecondsOfStretch));

    // Tokens that nobody used in their time are lost, but for the burst.
    private void Skip(long now)
    {
        while (true)
        {
            var late = now - (Burst * _ticksPerToken) - _current.NextAt;
            if (late >= 0 && _current.Tokens > 0)
            {
                _current = After(_current, (int)Math.Min(_current.Tokens, (late / _ticksPerToken) + 1));
                _hasSkipped = true;
            }

            if (_current.Tokens > 0 || _following is not { } following)
            {
                return;
            }

            (_current, _following) = (following, null);
        }
    }

    private Stretch After(Stretch stretch, int tokens) => new(stretch.NextAt + (tokens * _ticksPerToken), stretch.Tokens - tokens);

    /// <summary>What is left of a stretch.</summary>
    /// <param name="NextAt">The timestamp from which its next token may be used.</param>
    /// <param name="Tokens">How many tokens it has.</param>
    private readonly record struct Stretch(long NextAt, int Tokens);
}
