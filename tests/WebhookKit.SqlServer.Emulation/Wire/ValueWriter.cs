using System.Globalization;
using System.Text;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Writes types and values of answers.</summary>
internal static class ValueWriter
{
    private const int LengthOfMax = 0xFFFF;
    private const int LengthOfNull = 0xFFFF;
    private const byte LengthOfDecimal = 17;

    /// <summary>Latin1_General_100_BIN2: language, flags, version and sort order.</summary>
    public static ReadOnlySpan<byte> Collation => [0x09, 0x04, 0x00, 0x22, 0x00];

    public static void WriteType(TdsWriter writer, SqlType type)
    {
        writer.WriteByte((byte)TokenOf(type.Kind));
        switch (type.Kind)
        {
            case SqlTypeKind.NVarChar:
                writer.WriteUInt16(type.Length == SqlType.Max ? LengthOfMax : type.Length * sizeof(char));
                writer.Write(Collation);
                break;
            case SqlTypeKind.VarChar:
                writer.WriteUInt16(type.Length == SqlType.Max ? LengthOfMax : type.Length);
                writer.Write(Collation);
                break;
            case SqlTypeKind.VarBinary or SqlTypeKind.Binary:
                writer.WriteUInt16(type.Length == SqlType.Max ? LengthOfMax : type.Length);
                break;
            case SqlTypeKind.DateTime2:
                writer.WriteByte(type.Scale);
                break;
            case SqlTypeKind.Decimal:
                writer.WriteByte(LengthOfDecimal);
                writer.WriteByte(type.Precision);
                writer.WriteByte(type.Scale);
                break;
            default:
                writer.WriteByte(LengthOf(type));
                break;
        }
    }

    public static void WriteValue(TdsWriter writer, SqlType type, object? value)
    {
        if (type.IsText || type.IsBinary)
        {
            WriteBytes(writer, type, value switch
            {
                null => null,
                string text => (type.Kind == SqlTypeKind.NVarChar ? Encoding.Unicode : Encoding.Latin1).GetBytes(text),
                _ => (byte[])value,
            });
        }
        else if (value is null)
        {
            writer.WriteByte(0);
        }
        else
        {
            writer.WriteByte(LengthOf(type));
            WriteFixed(writer, type, value);
        }
    }

    private static void WriteBytes(TdsWriter writer, SqlType type, byte[]? bytes)
    {
        switch (type.Length, bytes)
        {
            case (SqlType.Max, null):
                writer.WriteInt64(-1);
                break;
            case (SqlType.Max, _):
                writer.WritePieces(bytes);
                break;
            case (_, null):
                writer.WriteUInt16(LengthOfNull);
                break;
            default:
                writer.WriteUInt16(bytes.Length);
                writer.Write(bytes);
                break;
        }
    }

    private static void WriteFixed(TdsWriter writer, SqlType type, object value)
    {
        switch (type.Kind)
        {
            case SqlTypeKind.BigInt:
                writer.WriteInt64(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.Int:
                writer.WriteInt32(Convert.ToInt32(value, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.SmallInt:
                writer.WriteUInt16(Convert.ToInt16(value, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.TinyInt or SqlTypeKind.Bit:
                writer.WriteByte(Convert.ToByte(value, CultureInfo.InvariantCulture));
                break;
            case SqlTypeKind.Float:
                writer.WriteInt64(BitConverter.DoubleToInt64Bits((double)value));
                break;
            case SqlTypeKind.UniqueIdentifier:
                writer.Write(((Guid)value).ToByteArray());
                break;
            case SqlTypeKind.DateTime2:
                WriteDateTime2(writer, (DateTime)value, type.Scale);
                break;
            case SqlTypeKind.Decimal:
                WriteDecimal(writer, (decimal)value, type.Scale);
                break;
            default:
                throw new InvalidOperationException($"{type.Kind} has no fixed length.");
        }
    }

    private static void WriteDateTime2(TdsWriter writer, DateTime value, byte scale)
    {
        var time = value.TimeOfDay.Ticks / (long)Math.Pow(10, SqlType.FinestScale - scale);
        WriteLittleEndian(writer, time, TimeLength(scale));
        WriteLittleEndian(writer, (value.Date - DateTime.MinValue).Days, 3);
    }

    private static void WriteDecimal(TdsWriter writer, decimal value, byte scale)
    {
        var scaled = decimal.Round(value, scale) + new decimal(0, 0, 0, false, scale);
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(scaled, parts);
        writer.WriteByte(scaled < 0 ? 0 : 1);
        writer.WriteInt32(parts[0]);
        writer.WriteInt32(parts[1]);
        writer.WriteInt32(parts[2]);
        writer.WriteInt32(0);
    }

    private static void WriteLittleEndian(TdsWriter writer, long value, int length)
    {
        for (var i = 0; i < length; i++)
        {
            writer.WriteByte((byte)(value >> (8 * i)));
        }
    }

    private static int TimeLength(byte scale) => scale <= 2 ? 3 : scale <= 4 ? 4 : 5;

    private static int LengthOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.BigInt or SqlTypeKind.Float => 8,
        SqlTypeKind.Int => 4,
        SqlTypeKind.SmallInt => 2,
        SqlTypeKind.TinyInt or SqlTypeKind.Bit => 1,
        SqlTypeKind.UniqueIdentifier => 16,
        SqlTypeKind.DateTime2 => TimeLength(type.Scale) + 3,
        SqlTypeKind.Decimal => LengthOfDecimal,
        _ => throw new InvalidOperationException($"{type.Kind} is not answered with."),
    };

    private static TypeToken TokenOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.BigInt or SqlTypeKind.Int or SqlTypeKind.SmallInt or SqlTypeKind.TinyInt => TypeToken.IntN,
        SqlTypeKind.Bit => TypeToken.BitN,
        SqlTypeKind.Decimal => TypeToken.DecimalN,
        SqlTypeKind.Float => TypeToken.FloatN,
        SqlTypeKind.UniqueIdentifier => TypeToken.Guid,
        SqlTypeKind.DateTime2 => TypeToken.DateTime2N,
        SqlTypeKind.NVarChar => TypeToken.NVarChar,
        SqlTypeKind.VarChar => TypeToken.BigVarChar,
        SqlTypeKind.VarBinary => TypeToken.BigVarBinary,
        SqlTypeKind.Binary => TypeToken.BigBinary,
        _ => throw new InvalidOperationException($"{kind} is not answered with."),
    };
}
