using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.Dispatching;

/// <summary>What waits for its time, by the monotonic clock. Not thread-safe.</summary>
internal sealed class AsideQueue<T>(TimeProvider clock)
{
    private readonly PriorityQueue<T, long> _queue = new();

    /// <summary>The timestamp at which the first one's time has come; the highest number where none waits.</summary>
    public long NextAt => _queue.TryPeek(out _, out var at) ? at : long.MaxValue;

    public void Add(T item, TimeSpan wait) => _queue.Enqueue(item, clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency));

    public bool TryTakeDue(long now, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        return NextAt <= now && _queue.TryDequeue(out item, out _);
    }
}
