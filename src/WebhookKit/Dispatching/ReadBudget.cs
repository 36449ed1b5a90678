using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

/// <summary>Bounds what is read ahead into memory, in deliveries and in bytes of payload.</summary>
internal sealed class ReadBudget(IOptions<DispatchOptions> options)
{
    private readonly long _maxRows = options.Value.ReadAheadDeliveries;
    private readonly long _maxBytes = options.Value.ReadAheadBytes;
    private long _rows;
    private long _bytes;
    private long _typicalBytes = 1024;

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

    public void Take(IReadOnlyCollection<QueuedDelivery> deliveries)
    {
        if (deliveries.Count == 0)
        {
            return;
        }

        long bytes = 0;
        foreach (var delivery in deliveries)
        {
            bytes += delivery.Event.Payload.Length;
        }

        Interlocked.Add(ref _rows, deliveries.Count);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Exchange(ref _typicalBytes, bytes / deliveries.Count);
    }

    public void Return(QueuedDelivery delivery)
    {
        Interlocked.Decrement(ref _rows);
        Interlocked.Add(ref _bytes, -delivery.Event.Payload.Length);
    }
}
