using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads a table-valued parameter (MS-TDS 2.2.5.5.5.3).</summary>
internal static class TableValueReader
{
    private const int NoColumns = 0xFFFF;
    private const byte RowToken = 0x01;
    private const byte OrderToken = 0x10;
    private const byte OrdinalsToken = 0x11;
    private const byte EndToken = 0x00;

    public static TableValue Read(ref TdsReader reader)
    {
        reader.ReadShortText();
        var schema = reader.ReadShortText();
        var name = reader.ReadShortText();
        var columns = ReadColumns(ref reader);
        SkipOptions(ref reader);

        var rows = new List<object?[]>();
        while (reader.ReadByte() == RowToken)
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = ValueReader.Read(ref reader, columns[i]);
            }

            rows.Add(row);
        }

        return new TableValue(schema.Length == 0 ? name : $"{schema}.{name}", columns, rows);
    }

    private static SqlType[] ReadColumns(ref TdsReader reader)
    {
        var count = reader.ReadUInt16();
        var columns = new SqlType[count == NoColumns ? 0 : count];
        for (var i = 0; i < columns.Length; i++)
        {
            reader.ReadInt32();
            reader.ReadUInt16();
            columns[i] = TypeReader.Read(ref reader);
            reader.ReadShortText();
        }

        return columns;
    }

    // Rows come in the order of the columns, whatever the client says of their order and uniqueness.
    private static void SkipOptions(ref TdsReader reader)
    {
        while (reader.ReadByte() is not EndToken and var token)
        {
            var count = reader.ReadUInt16();
            switch (token)
            {
                case OrderToken:
                    reader.Read(count * 3);
                    break;
                case OrdinalsToken:
                    throw SqlServerError.NotSupported("columns of a table-valued parameter in another order");
                default:
                    throw SqlServerError.NotSupported($"the option 0x{token:x2} of a table-valued parameter");
            }
        }
    }
}
