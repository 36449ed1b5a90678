using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads the type of a parameter or of a column of a table.</summary>
internal static class TypeReader
{
    private const int CollationLength = 5;
    private const int LengthOfMax = 0xFFFF;

    public static SqlType Read(ref TdsReader reader)
    {
        var token = (TypeToken)reader.ReadByte();
        return token switch
        {
            TypeToken.IntN => ReadInteger(ref reader),
            TypeToken.BitN => Skip(ref reader, new SqlType(SqlTypeKind.Bit)),
            TypeToken.Guid => Skip(ref reader, new SqlType(SqlTypeKind.UniqueIdentifier)),
            TypeToken.FloatN => Skip(ref reader, new SqlType(SqlTypeKind.Float)),
            TypeToken.DateTimeN => Skip(ref reader, new SqlType(SqlTypeKind.DateTime)),
            TypeToken.DateTime2N => new SqlType(SqlTypeKind.DateTime2, Scale: reader.ReadByte()),
            TypeToken.DecimalN or TypeToken.NumericN => ReadDecimal(ref reader),
            TypeToken.NVarChar => ReadText(ref reader, SqlTypeKind.NVarChar, sizeof(char)),
            TypeToken.NText => ReadOldText(ref reader),
            TypeToken.BigVarChar => ReadText(ref reader, SqlTypeKind.VarChar, 1),
            TypeToken.BigVarBinary => new SqlType(SqlTypeKind.VarBinary, ReadLength(ref reader, 1)),
            TypeToken.BigBinary => new SqlType(SqlTypeKind.Binary, ReadLength(ref reader, 1)),
            _ => throw SqlServerError.NotSupported($"a parameter of the type 0x{(byte)token:x2}"),
        };
    }

    private static SqlType Skip(ref TdsReader reader, SqlType type)
    {
        reader.ReadByte();
        return type;
    }

    private static SqlType ReadInteger(ref TdsReader reader) => new(reader.ReadByte() switch
    {
        sizeof(byte) => SqlTypeKind.TinyInt,
        sizeof(short) => SqlTypeKind.SmallInt,
        sizeof(int) => SqlTypeKind.Int,
        _ => SqlTypeKind.BigInt,
    });

    private static SqlType ReadDecimal(ref TdsReader reader)
    {
        reader.ReadByte();
        return new SqlType(SqlTypeKind.Decimal, Precision: reader.ReadByte(), Scale: reader.ReadByte());
    }

    private static SqlType ReadText(ref TdsReader reader, SqlTypeKind kind, int width)
    {
        var length = ReadLength(ref reader, width);
        reader.Read(CollationLength);
        return new SqlType(kind, length);
    }

    /// <summary>The driver's type for statements of more than 4,000 characters.</summary>
    private static SqlType ReadOldText(ref TdsReader reader)
    {
        var length = reader.ReadInt32() / sizeof(char);
        reader.Read(CollationLength);
        return new SqlType(SqlTypeKind.NVarChar, length);
    }

    private static int ReadLength(ref TdsReader reader, int width)
    {
        var length = reader.ReadUInt16();
        return length == LengthOfMax ? SqlType.Max : length / width;
    }
}
