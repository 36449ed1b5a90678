namespace WebhookKit.Publishing;

/// <summary>
/// Makes event ids that never go backwards within the process: version 7 UUIDs whose 12 bits after the millisecond are a
/// counter (RFC 9562, section 6.2, method 1), so that events published one after the other sort that way.
/// </summary>
internal sealed class EventIdGenerator(TimeProvider clock)
{
    private const int CounterBits = 12;

    private long _last;

    public EventId Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = next >> CounterBits;
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).TryWriteBytes(bytes, bigEndian: true, out _);
        var counter = (int)(next & ((1 << CounterBits) - 1));
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        return new EventId(new Guid(bytes, bigEndian: true));
    }
}
