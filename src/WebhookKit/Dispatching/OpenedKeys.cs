namespace WebhookKit.Dispatching;

/// <summary>
/// Closes what lanes have opened: between half a minute and a minute later, and all of it when the host ends. One timer for all
/// endpoints, and none while nothing is open: an idle process is not woken, and nothing keeps a host that has ended in memory.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenedKeys : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ITimer _alarm;
    private List<LaneKeys> _earlier = [];
    private List<LaneKeys> _latest = [];
    private bool _isDisposed;

    public OpenedKeys(TimeProvider clock) => _alarm = clock.CreateTimer(_ => CloseEarlier(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sees to it that these are closed.</summary>
    public void Add(LaneKeys keys)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                if (_earlier.Count + _latest.Count == 0)
                {
                    _alarm.Change(Turn, Timeout.InfiniteTimeSpan);
                }

                _latest.Add(keys);
                return;
            }
        }

        keys.Close();
    }

    public void Dispose()
    {
        List<LaneKeys> open;
        lock (_gate)
        {
            _isDisposed = true;
            _alarm.Dispose();
            open = [.. _earlier, .. _latest];
            (_earlier, _latest) = ([], []);
        }

        open.ForEach(keys => keys.Close());
    }

    private void CloseEarlier()
    {
        List<LaneKeys> ended;
        lock (_gate)
        {
            (ended, _earlier, _latest) = (_earlier, _latest, []);
            if (_earlier.Count > 0)
            {
                _alarm.Change(Turn, Timeout.InfiniteTimeSpan);
            }
        }

        ended.ForEach(keys => keys.Close());
    }
}
