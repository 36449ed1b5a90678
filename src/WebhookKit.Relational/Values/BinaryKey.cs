namespace WebhookKit.Relational.Values;

/// <summary>A UUID as 16 bytes in big-endian order, so that version 7 UUIDs sort by time wherever bytes do.</summary>
internal static class BinaryKey
{
    public const int Size = 16;

    public static byte[] ToKey(this Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToGuid(byte[] key) => new(key, bigEndian: true);

    public static Guid? ToGuidOrNull(byte[]? key) => key is null ? null : ToGuid(key);
}
