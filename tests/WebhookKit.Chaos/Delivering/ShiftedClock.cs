namespace WebhookKit.Chaos.Delivering;

/// <summary>A machine whose wall clock is wrong. The monotonic clock and the timers are right, as they are there.</summary>
internal sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
