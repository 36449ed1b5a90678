using System.Buffers.Binary;

namespace WebhookKit.Relational.Values;

/// <summary>Where a moment stands among version 7 UUIDs, which sort by the millisecond (RFC 9562, section 5.7).</summary>
internal static class TimeKey
{
    private const int TimeBits = 48;

    /// <summary>The lowest key that a moment's millisecond can have.</summary>
    public static Guid LowestAt(DateTimeOffset moment)
    {
        Span<byte> key = stackalloc byte[16];
        key.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(key, (ulong)Math.Max(0, moment.ToUnixTimeMilliseconds()) << (64 - TimeBits));
        return new Guid(key, bigEndian: true);
    }

    /// <summary>A key above all of a moment's millisecond.</summary>
    public static Guid AboveAllAt(DateTimeOffset moment) =>
        moment.ToUnixTimeMilliseconds() >= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? Guid.AllBitsSet
            : LowestAt(moment.AddMilliseconds(1));

    /// <summary>A key that was made so much later than another, or the highest of all.</summary>
    public static Guid Later(Guid key, TimeSpan by)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        var (high, more) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), (ulong)by.TotalMilliseconds << (64 - TimeBits));
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high + more);
        return high > ulong.MaxValue - more ? Guid.AllBitsSet : new Guid(bytes, bigEndian: true);
    }
}
