using Microsoft.Extensions.Options;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// The events that were read or published last. The lanes of one event are seldom read together, and its payload need not be read again for
/// each of them. Bounded in number and bytes; the oldest goes first. Used by the lane reader alone.
/// </summary>
internal sealed class EventShelf(PublishedEvents published, IOptions<DispatchOptions> options)
{
    private readonly int _mostEvents = options.Value.ReadAheadDeliveries;
    private readonly long _mostBytes = options.Value.ReadAheadBytes / 4;
    private readonly Dictionary<EventId, SharedEvent> _events = [];
    private readonly HashSet<EventId> _ids = [];
    private readonly Queue<EventId> _order = new();
    private long _bytes;

    /// <summary>What is on the shelf. Changes with the next answer that is put there.</summary>
    public IReadOnlySet<EventId> Ids => _ids;

    /// <summary>Puts what this process has published on the shelf.</summary>
    public void PutPublished()
    {
        while (published.TryTake(out var stored))
        {
            if (!_events.ContainsKey(stored.Id))
            {
                Put(stored);
            }
        }

        TrimToSize();
    }

    /// <summary>Puts the events of an answer on the shelf, and answers all that its deliveries refer to.</summary>
    public Dictionary<EventId, SharedEvent> Put(LaneReadResult result)
    {
        var events = new Dictionary<EventId, SharedEvent>();
        foreach (var due in result.Lanes.SelectMany(lane => lane.Due))
        {
            if (_events.TryGetValue(due.EventId, out var known))
            {
                events[due.EventId] = known;
            }
            else if (result.Events.TryGetValue(due.EventId, out var read))
            {
                events[due.EventId] = Put(read);
            }
        }

        TrimToSize();
        return events;
    }

    private SharedEvent Put(WebhookEvent read)
    {
        var shared = new SharedEvent(read);
        _events.Add(read.Id, shared);
        _ids.Add(read.Id);
        _order.Enqueue(read.Id);
        _bytes += read.Payload.Length;
        return shared;
    }

    private void TrimToSize()
    {
        while ((_order.Count > _mostEvents || _bytes > _mostBytes) && _order.TryDequeue(out var oldest))
        {
            _bytes -= _events[oldest].Event.Payload.Length;
            _events.Remove(oldest);
            _ids.Remove(oldest);
        }
    }
}
