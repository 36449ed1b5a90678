using System.Collections.Concurrent;
using WebhookKit.Hosting;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Wakes the lane reader, and tells it which lanes to look at. Never blocks the one who calls.</summary>
internal sealed class DeliverySignal : IDeliverySignal
{
    private readonly WakeSignal _wake = new();

    // True: something new is due. False: look at the lane again. One entry for an endpoint at the most.
    private readonly ConcurrentDictionary<EndpointId, bool> _marks = new();
    private volatile bool _isHeard;
    private volatile bool _waitsForRoom;
    private bool _everywhere;

    /// <summary>Raised with the endpoints that this process has queued deliveries for. Handlers must be quick.</summary>
    public event Action<IReadOnlyCollection<EndpointId>>? Queued;

    /// <summary>Whether somebody reads; while nobody does, nothing is remembered.</summary>
    public bool IsHeard
    {
        get => _isHeard;
        set => _isHeard = value;
    }

    public void Notify(IReadOnlyCollection<EndpointId> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Queued?.Invoke(endpoints);
        Mark(endpoints);
    }

    /// <summary>Deliveries of these endpoints were committed, no matter where.</summary>
    public void Mark(IEnumerable<EndpointId> endpoints)
    {
        if (!_isHeard)
        {
            return;
        }

        foreach (var endpoint in endpoints)
        {
            _marks[endpoint] = true;
        }

        Wake();
    }

    /// <summary>Asks the reader to look at a lane again: something was settled, or its endpoint has to be read.</summary>
    public void LookAt(EndpointId endpoint)
    {
        _marks.TryAdd(endpoint, false);
        Wake();
    }

    /// <summary>Whether the reader has lanes to read for which there was no room in memory.</summary>
    public bool WaitsForRoom
    {
        get => _waitsForRoom;
        set => _waitsForRoom = value;
    }

    /// <summary>A delivery has left memory.</summary>
    public void RoomMade()
    {
        if (_waitsForRoom)
        {
            Wake();
        }
    }

    /// <summary>Asks the reader to poll now: deliveries of any endpoint may have been committed.</summary>
    public void LookEverywhere()
    {
        Volatile.Write(ref _everywhere, true);
        Wake();
    }

    /// <summary>Whether the reader was asked to poll since this was last asked.</summary>
    public bool TakeEverywhere() => Interlocked.Exchange(ref _everywhere, false);

    /// <summary>Wakes the reader.</summary>
    public void Wake() => _wake.Raise();

    /// <summary>Waits until somebody wakes the reader.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _wake.WaitAsync(cancellationToken);

    /// <summary>Takes the lanes to look at, and whether something new is due in them.</summary>
    public IEnumerable<KeyValuePair<EndpointId, bool>> TakeMarks()
    {
        foreach (var (endpoint, _) in _marks)
        {
            if (_marks.TryRemove(endpoint, out var isNew))
            {
                yield return new KeyValuePair<EndpointId, bool>(endpoint, isNew);
            }
        }
    }
}
