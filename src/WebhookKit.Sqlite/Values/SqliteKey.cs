namespace WebhookKit.Sqlite.Values;

/// <summary>A UUID as SQLite keeps it: 16 bytes in big-endian order, so that version 7 UUIDs sort by time.</summary>
internal static class SqliteKey
{
    private const int Size = 16;
    private const int TimeSize = 6;

    public static byte[] ToKey(this Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToGuid(byte[] key) => new(key, bigEndian: true);

    public static Guid? ToGuidOrNull(byte[]? key) => key is null ? null : ToGuid(key);

    /// <summary>The lowest key that a version 7 UUID of a moment's millisecond can have.</summary>
    public static byte[] LowestAt(DateTimeOffset moment)
    {
        var milliseconds = Math.Max(0, moment.ToUnixTimeMilliseconds());
        var key = new byte[Size];
        for (var i = TimeSize - 1; i >= 0; i--)
        {
            key[i] = (byte)milliseconds;
            milliseconds >>= 8;
        }

        return key;
    }

    /// <summary>A key above every version 7 UUID of a moment's millisecond.</summary>
    public static byte[] AboveAllAt(DateTimeOffset moment) =>
        moment.ToUnixTimeMilliseconds() >= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? [.. Enumerable.Repeat(byte.MaxValue, Size)]
            : LowestAt(moment.AddMilliseconds(1));
}
