using System.Collections.Concurrent;

namespace WebhookKit.Tests.Hosting;

/// <summary>Notes how long each pause is to be, and ends it at once.</summary>
internal sealed class PassedPauses : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
