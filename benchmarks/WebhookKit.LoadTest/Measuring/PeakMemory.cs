namespace WebhookKit.LoadTest.Measuring;

/// <summary>Looks at a working set every now and then and keeps the highest.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<long> _workingSet;
    private readonly Timer _timer;
    private long _highest;

    public PeakMemory(Func<long> workingSet)
    {
        (_workingSet, _highest) = (workingSet, workingSet());
        _timer = new Timer(_ => Look(), state: null, Pause, Pause);
    }

    public double Megabytes => Interlocked.Read(ref _highest) / 1e6;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        var now = _workingSet();
        if (now > Interlocked.Read(ref _highest))
        {
            Interlocked.Exchange(ref _highest, now);
        }
    }
}
