using System.Runtime.InteropServices;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>What has arrived, in order. Thread-safe.</summary>
internal sealed class ArrivalLog
{
    private readonly Lock _gate = new();
    private List<Arrival> _arrivals = new(1 << 16);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _arrivals.Count;
            }
        }
    }

    public void Add(Arrival arrival)
    {
        lock (_gate)
        {
            _arrivals.Add(arrival);
        }
    }

    /// <summary>Takes everything out.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        lock (_gate)
        {
            var taken = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_arrivals)).ToArray();
            _arrivals = new List<Arrival>(_arrivals.Capacity);
            return taken;
        }
    }
}
