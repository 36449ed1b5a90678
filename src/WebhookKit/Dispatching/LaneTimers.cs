namespace WebhookKit.Dispatching;

/// <summary>When lanes are to be looked at again: one time for each, the earliest that was set. Not thread-safe.</summary>
internal sealed class LaneTimers
{
    private const int WorthSweeping = 64;

    private readonly Dictionary<EndpointId, DateTimeOffset> _timeOf = [];

    // Holds times that were replaced or dropped too, until they come up or are swept out: taking one from the middle is slow.
    private readonly PriorityQueue<EndpointId, DateTimeOffset> _queue = new();

    /// <summary>The earliest time.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            while (_queue.TryPeek(out var endpoint, out var at))
            {
                if (IsSet(endpoint, at))
                {
                    return at;
                }

                _queue.Dequeue();
            }

            return null;
        }
    }

    /// <summary>How many entries are in memory.</summary>
    public int Entries => _queue.Count;

    /// <summary>Sets the time of a lane, unless it has an earlier one.</summary>
    public void Set(EndpointId endpoint, DateTimeOffset at)
    {
        if (!_timeOf.TryGetValue(endpoint, out var set) || at < set)
        {
            _timeOf[endpoint] = at;
            _queue.Enqueue(endpoint, at);
            SweepIfWorthIt();
        }
    }

    /// <summary>Drops the time of a lane.</summary>
    public void Drop(EndpointId endpoint)
    {
        if (_timeOf.Remove(endpoint))
        {
            SweepIfWorthIt();
        }
    }

    /// <summary>Takes a lane whose time has come.</summary>
    public bool TryTake(DateTimeOffset now, out EndpointId endpoint)
    {
        endpoint = default;
        return Next <= now && _queue.TryDequeue(out endpoint, out _) && _timeOf.Remove(endpoint);
    }

    private bool IsSet(EndpointId endpoint, DateTimeOffset at) => _timeOf.TryGetValue(endpoint, out var set) && set == at;

    private void SweepIfWorthIt()
    {
        if (_queue.Count > WorthSweeping + (2 * _timeOf.Count))
        {
            _queue.Clear();
            _queue.EnqueueRange(_timeOf.Select(pair => (pair.Key, pair.Value)));
        }
    }
}
