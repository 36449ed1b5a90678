namespace WebhookKit.Dispatching;

/// <summary>How many of the latest attempts have failed, in slices of a tenth of the window, by the monotonic clock. Not thread-safe.</summary>
internal sealed class FailureWindow(TimeSpan length, TimeProvider clock)
{
    private const int Slices = 10;

    private readonly Slice[] _slices = new Slice[Slices];
    private readonly long _ticksOfSlice = Math.Max(1, (long)(length.TotalSeconds * clock.TimestampFrequency / Slices));
    private long? _failedAt;

    /// <summary>How long until the last failure is out of the window; nothing where there is none.</summary>
    public TimeSpan UntilEmpty
    {
        get
        {
            var left = _failedAt is { } at ? length - clock.GetElapsedTime(at) : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Note(bool failed)
    {
        var now = clock.GetTimestamp();
        _failedAt = failed ? now : _failedAt;
        var number = now / _ticksOfSlice;
        ref var slice = ref _slices[number % Slices];
        if (slice.Number != number)
        {
            slice = new Slice { Number = number };
        }

        slice.All++;
        slice.Failed += failed ? 1 : 0;
    }

    public (int All, int Failed) Count()
    {
        var oldest = (clock.GetTimestamp() / _ticksOfSlice) - Slices;
        var (all, failed) = (0, 0);
        foreach (ref readonly var slice in _slices.AsSpan())
        {
            if (slice.Number > oldest)
            {
                all += slice.All;
                failed += slice.Failed;
            }
        }

        return (all, failed);
    }

    public void Clear()
    {
        _slices.AsSpan().Clear();
        _failedAt = null;
    }

    private struct Slice
    {
        public long Number;
        public int All;
        public int Failed;
    }
}
