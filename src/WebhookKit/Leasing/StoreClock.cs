namespace WebhookKit.Leasing;

/// <summary>
/// The store's time, as the renewals of the leases say it, carried on by the monotonic clock in between. All instances go by it,
/// and the wall clock of this machine has no part in it. Thread-safe.
/// </summary>
internal sealed class StoreClock(TimeProvider clock)
{
    /// <summary>
    /// An answer may have been under way for longer than this: what is said to be due must not be due much later than now.
    /// </summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(0.5);

    private readonly long _start = clock.GetTimestamp();
    private readonly TaskCompletionSource _firstReading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Of the store, when this process started to count. Until the store was asked nothing is due and nothing is old.
    private long _ticksAtStart = DateTimeOffset.UnixEpoch.Ticks;

    /// <summary>
    /// The time. What was due before it was asked for is due by it: it is never behind but by what clocks drift between two
    /// renewals, and ahead by as long as the quickest answer took at the most.
    /// </summary>
    public DateTimeOffset Now => new(Volatile.Read(ref _ticksAtStart) + clock.GetElapsedTime(_start).Ticks, TimeSpan.Zero);

    /// <summary>Completes when the store has said its time for the first time.</summary>
    public Task FirstReading => _firstReading.Task;

    /// <summary>Takes over what the store has said. Called by one at a time.</summary>
    /// <param name="storeTime">What its clock showed, at some moment between the next two.</param>
    /// <param name="asked">The timestamp from before the question.</param>
    /// <param name="answered">The timestamp from after the answer.</param>
    public void Set(DateTimeOffset storeTime, long asked, long answered)
    {
        var earliest = storeTime.UtcTicks - clock.GetElapsedTime(_start, answered).Ticks;
        var latest = Math.Min(storeTime.UtcTicks - clock.GetElapsedTime(_start, asked).Ticks, earliest + MostAhead.Ticks);

        // What a quicker answer has said before is nearer to the truth, as long as this one does not contradict it.
        if (!_firstReading.Task.IsCompleted || _ticksAtStart < earliest || _ticksAtStart > latest)
        {
            Volatile.Write(ref _ticksAtStart, latest);
        }

        _firstReading.TrySetResult();
    }
}
