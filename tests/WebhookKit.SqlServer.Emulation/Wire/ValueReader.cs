using System.Buffers.Binary;
using System.Text;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads a value of a known type.</summary>
internal static class ValueReader
{
    private const int LengthOfNull = 0xFFFF;

    /// <summary>What is longer, and is not <c>max</c>, is of the type ntext, whose length takes four bytes.</summary>
    private const int LongestNVarChar = 4_000;

    private const int TicksOfDateTimePerSecond = 300;
    private const int DateLength = 3;

    private static readonly DateTime FirstOfDateTime = new(1900, 1, 1);

    public static object? Read(ref TdsReader reader, SqlType type) => type switch
    {
        { IsText: true } => Text(ReadBytes(ref reader, type), type),
        { IsBinary: true } => ReadBytes(ref reader, type),
        _ => reader.ReadByte() is > 0 and var length ? Fixed(reader.Read(length), type) : null,
    };

    private static byte[]? ReadBytes(ref TdsReader reader, SqlType type)
    {
        if (type.Length == SqlType.Max)
        {
            return reader.ReadPieces();
        }

        if (type.Kind == SqlTypeKind.NVarChar && type.Length > LongestNVarChar)
        {
            return reader.ReadInt32() is >= 0 and var longLength ? reader.Read(longLength).ToArray() : null;
        }

        var length = reader.ReadUInt16();
        return length == LengthOfNull ? null : reader.Read(length).ToArray();
    }

    private static string? Text(byte[]? bytes, SqlType type)
    {
        if (bytes is null)
        {
            return null;
        }

        return (type.Kind == SqlTypeKind.NVarChar ? Encoding.Unicode : Encoding.Latin1).GetString(bytes);
    }

    private static object Fixed(ReadOnlySpan<byte> bytes, SqlType type) => type.Kind switch
    {
        SqlTypeKind.BigInt => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        SqlTypeKind.Int => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        SqlTypeKind.SmallInt => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        SqlTypeKind.TinyInt => bytes[0],
        SqlTypeKind.Bit => bytes[0] != 0,
        SqlTypeKind.UniqueIdentifier => new Guid(bytes),
        SqlTypeKind.Float => bytes.Length == sizeof(float) ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        SqlTypeKind.DateTime2 => DateTime2(bytes, type.Scale),
        SqlTypeKind.DateTime => OldDateTime(bytes),
        SqlTypeKind.Decimal => Decimal(bytes, type.Scale),
        _ => throw new InvalidOperationException($"{type.Kind} has no fixed length."),
    };

    private static DateTime DateTime2(ReadOnlySpan<byte> bytes, int scale)
    {
        var time = LittleEndian(bytes[..^DateLength]);
        for (var digit = scale; digit < SqlType.FinestScale; digit++)
        {
            time *= 10;
        }

        return DateTime.MinValue.AddDays(LittleEndian(bytes[^DateLength..])).AddTicks(time);
    }

    private static DateTime OldDateTime(ReadOnlySpan<byte> bytes)
    {
        var time = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(int)..]) * TimeSpan.TicksPerSecond;
        return FirstOfDateTime
            .AddDays(BinaryPrimitives.ReadInt32LittleEndian(bytes))
            .AddTicks((time + (TicksOfDateTimePerSecond / 2)) / TicksOfDateTimePerSecond);
    }

    private static decimal Decimal(ReadOnlySpan<byte> bytes, byte scale)
    {
        // Whatever is larger than a decimal of .NET does not come from one.
        Span<byte> digits = stackalloc byte[4 * sizeof(int)];
        digits.Clear();
        bytes[1..].CopyTo(digits);
        return new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(digits),
            BinaryPrimitives.ReadInt32LittleEndian(digits[sizeof(int)..]),
            BinaryPrimitives.ReadInt32LittleEndian(digits[(2 * sizeof(int))..]),
            isNegative: bytes[0] == 0,
            scale);
    }

    private static long LittleEndian(ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }
}
