namespace WebhookKit.Pacing;

/// <summary>The token bucket of an endpoint with a rate limit, by the monotonic clock. Not thread-safe.</summary>
/// <remarks>
/// Remembers one timestamp, that of when the bucket is full again, so that nothing runs while it fills. The limiters of
/// System.Threading.RateLimiting have a timer each, and a clock of their own that tests cannot set.
/// </remarks>
/// <param name="clock">The clock.</param>
/// <param name="leasedAt">
/// The clock's timestamp since which no other instance has sent to the endpoint. Whoever did may just have used all tokens but one.
/// </param>
internal sealed class LaneRate(TimeProvider clock, long leasedAt)
{
    private EndpointRateLimit? _limit;
    private long _ticksPerToken;
    private long _ticksToFill;
    private long _fullAt;
    private long? _shortAt;

    /// <summary>Takes over the limit of the endpoint. A lane that is new has the tokens that have come since its lease began, and one.</summary>
    /// <returns>Whether it may be another one.</returns>
    public bool Set(EndpointRateLimit? limit)
    {
        if (ReferenceEquals(limit, _limit))
        {
            return false;
        }

        var isFirst = _limit is null;
        _limit = limit;
        if (limit is not null)
        {
            _ticksPerToken = Math.Max(1, (long)Math.Round(clock.TimestampFrequency / limit.PerSecond));
            _ticksToFill = _ticksPerToken * (limit.Burst ?? RateRange.BurstAt(limit.PerSecond));
            _fullAt = isFirst ? leasedAt + _ticksToFill - _ticksPerToken : Math.Min(_fullAt, clock.GetTimestamp() + _ticksToFill);
        }

        return true;
    }

    /// <summary>How long until a request may start: nothing where it may now.</summary>
    public TimeSpan UntilNext()
    {
        if (_limit is null)
        {
            return TimeSpan.Zero;
        }

        var now = clock.GetTimestamp();
        var nextAt = _fullAt - _ticksToFill + _ticksPerToken;
        if (nextAt <= now)
        {
            return TimeSpan.Zero;
        }

        _shortAt = now;
        return clock.GetElapsedTime(now, nextAt);
    }

    /// <summary>How many requests may start within a time, and two at least.</summary>
    public int MostWithin(TimeSpan time) => _limit is null ? int.MaxValue : Math.Max(2, (int)Math.Ceiling(_limit.PerSecond * time.TotalSeconds));

    /// <summary>A request starts.</summary>
    public void Take() => _fullAt = Math.Max(_fullAt, clock.GetTimestamp()) + _ticksPerToken;

    /// <summary>The request that was to start was not made after all.</summary>
    public void GiveBack() => _fullAt -= _ticksPerToken;

    /// <summary>How long until there is nothing to remember.</summary>
    public TimeSpan UntilFull()
    {
        var now = clock.GetTimestamp();
        return _limit is not null && _fullAt > now ? clock.GetElapsedTime(now, _fullAt) : TimeSpan.Zero;
    }

    /// <summary>Whether a request had to wait within a time.</summary>
    public bool WasShortWithin(TimeSpan time) => _limit is not null && _shortAt is { } at && clock.GetElapsedTime(at) <= time;
}
