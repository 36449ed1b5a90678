namespace WebhookKit.Tests.Engine;

/// <summary>A machine whose wall clock is wrong, and can be set at any time. Its monotonic clock and its timers are right.</summary>
internal sealed class SetClock(TimeSpan ahead = default) : TimeProvider
{
    private long _ahead = ahead.Ticks;

    /// <summary>By how much it is ahead.</summary>
    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref _ahead));
        set => Interlocked.Exchange(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
