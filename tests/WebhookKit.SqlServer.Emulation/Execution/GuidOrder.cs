namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>
/// SQL Server compares identifiers by their last six bytes first. What is stored is turned round, so that PostgreSQL, which goes
/// from the first byte to the last, sorts them the same.
/// </summary>
internal static class GuidOrder
{
    private const int Length = 16;

    private static ReadOnlySpan<byte> Places => [10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3];

    public static Guid ToStored(Guid value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> stored = stackalloc byte[Length];
        value.TryWriteBytes(bytes);
        for (var i = 0; i < Length; i++)
        {
            stored[i] = bytes[Places[i]];
        }

        return new Guid(stored, bigEndian: true);
    }

    public static Guid FromStored(Guid value)
    {
        Span<byte> stored = stackalloc byte[Length];
        Span<byte> bytes = stackalloc byte[Length];
        value.TryWriteBytes(stored, bigEndian: true, out _);
        for (var i = 0; i < Length; i++)
        {
            bytes[Places[i]] = stored[i];
        }

        return new Guid(bytes);
    }
}
