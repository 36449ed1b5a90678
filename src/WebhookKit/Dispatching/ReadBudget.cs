using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

/// <summary>Bounds what is read ahead into memory, in deliveries and in bytes of payload.</summary>
internal sealed class ReadBudget(IOptions<DispatchOptions> options)
{
    private readonly long _maxRows = options.Value.ReadAheadDeliveries;
    private readonly long _maxBytes = options.Value.ReadAheadBytes;
    private long _rows;
    private long _bytes;

    // Before anything was read: as large as payloads are by default at the most, so that the first read is no surprise.
    private long _typicalBytes = 256 * 1024;

    /// <summary>How many deliveries may be read now, judged by the size of the last ones.</summary>
    public int RoomForRows
    {
        get
        {
            var rows = Interlocked.Read(ref _rows);
            if (rows == 0)
            {
                // Nothing is in memory: one delivery fits always, however large the last ones were.
                return (int)Math.Max(1, Math.Min(_maxRows, _maxBytes / Math.Max(1, Interlocked.Read(ref _typicalBytes))));
            }

            var byRows = _maxRows - rows;
            var byBytes = (_maxBytes - Interlocked.Read(ref _bytes)) / Math.Max(1, Interlocked.Read(ref _typicalBytes));
            return (int)Math.Clamp(Math.Min(byRows, byBytes), 0, int.MaxValue);
        }
    }

    /// <summary>Deliveries have come into memory.</summary>
    /// <returns>How many bytes came with them.</returns>
    public long Take(IReadOnlyCollection<QueuedDelivery> deliveries)
    {
        long bytes = 0;
        foreach (var delivery in deliveries)
        {
            bytes += delivery.Shared.Hold();
        }

        Interlocked.Add(ref _rows, deliveries.Count);
        Interlocked.Add(ref _bytes, bytes);
        return bytes;
    }

    /// <summary>Learns from a whole read what a delivery brings with it. A single lane's share says nothing where lanes share events.</summary>
    public void NoteRead(int rows, long bytes)
    {
        if (rows > 0)
        {
            Interlocked.Exchange(ref _typicalBytes, bytes / rows);
        }
    }

    public void Return(QueuedDelivery delivery)
    {
        Interlocked.Decrement(ref _rows);
        Interlocked.Add(ref _bytes, -delivery.Shared.LetGo());
    }

    public void Return(IReadOnlyList<QueuedDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            Return(delivery);
        }
    }
}
