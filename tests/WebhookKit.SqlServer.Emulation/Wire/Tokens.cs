using System.Buffers.Binary;
using System.Globalization;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Writes the tokens that answers are made of (MS-TDS 2.2.7).</summary>
internal static class Tokens
{
    public const byte Done = 0xFD;
    public const byte DoneProcedure = 0xFE;
    public const byte DoneInProcedure = 0xFF;

    public const int MoreBit = 0x01;
    public const int ErrorBit = 0x02;
    public const int CountBit = 0x10;
    public const int AttentionBit = 0x20;

    private const byte Environment = 0xE3;
    private const byte DatabaseChange = 1;
    private const byte PacketLengthChange = 4;
    private const byte CollationChange = 7;
    private const byte TransactionBegun = 8;
    private const byte TransactionCommitted = 9;
    private const byte TransactionRolledBack = 10;
    private const byte ConnectionReset = 18;
    private const string ServerName = "emulation";

    // 7.4, which SQL Server 2012 and later speak.
    private static ReadOnlySpan<byte> ProtocolVersion => [0x74, 0x00, 0x00, 0x04];

    private static ReadOnlySpan<byte> ProgramVersion => [16, 0, 0x10, 0];

    public static void WriteDone(TdsWriter writer, byte token, int status, StatementKind kind = StatementKind.Other, long count = 0)
    {
        writer.WriteByte(token);
        writer.WriteUInt16(status);
        writer.WriteUInt16((int)kind);
        writer.WriteInt64(count);
    }

    public static void WriteError(TdsWriter writer, SqlServerError error)
    {
        writer.WriteByte(0xAA);
        writer.WriteUInt16(4 + 1 + 1 + 2 + (error.Message.Length * 2) + 1 + (ServerName.Length * 2) + 1 + 4);
        writer.WriteInt32(error.Number);
        writer.WriteByte(error.State);
        writer.WriteByte(error.Severity);
        writer.WriteLongText(error.Message);
        writer.WriteShortText(ServerName);
        writer.WriteShortText("");
        writer.WriteInt32(1);
    }

    public static void WriteLoggedIn(TdsWriter writer, string database, int packetLength)
    {
        writer.WriteByte(Environment);
        writer.WriteUInt16(1 + 1 + (database.Length * 2) + 1);
        writer.WriteByte(DatabaseChange);
        writer.WriteShortText(database);
        writer.WriteShortText("");

        writer.WriteByte(Environment);
        writer.WriteUInt16(1 + 1 + ValueWriter.Collation.Length + 1);
        writer.WriteByte(CollationChange);
        writer.WriteByte(ValueWriter.Collation.Length);
        writer.Write(ValueWriter.Collation);
        writer.WriteByte(0);

        var (now, before) = (Text(packetLength), Text(TdsTransport.FirstPacketLength));
        writer.WriteByte(Environment);
        writer.WriteUInt16(1 + 1 + (now.Length * 2) + 1 + (before.Length * 2));
        writer.WriteByte(PacketLengthChange);
        writer.WriteShortText(now);
        writer.WriteShortText(before);

        writer.WriteByte(0xAD);
        writer.WriteUInt16(1 + 4 + 1 + (ServerName.Length * 2) + 4);
        writer.WriteByte(1);
        writer.Write(ProtocolVersion);
        writer.WriteShortText(ServerName);
        writer.Write(ProgramVersion);
    }

    /// <summary>Says that the session is in another transaction than before, or in none.</summary>
    public static void WriteTransaction(TdsWriter writer, ulong before, ulong now, bool isCommit)
    {
        if (before == now)
        {
            return;
        }

        if (before != 0)
        {
            WriteTransactionChange(writer, isCommit ? TransactionCommitted : TransactionRolledBack, old: before, @new: 0);
        }

        if (now != 0)
        {
            WriteTransactionChange(writer, TransactionBegun, old: 0, @new: now);
        }
    }

    public static void WriteConnectionReset(TdsWriter writer)
    {
        writer.WriteByte(Environment);
        writer.WriteUInt16(3);
        writer.WriteByte(ConnectionReset);
        writer.WriteByte(0);
        writer.WriteByte(0);
    }

    public static void WriteColumns(TdsWriter writer, IReadOnlyList<ResultColumn> columns)
    {
        const int Nullable = 0x0001;

        writer.WriteByte(0x81);
        writer.WriteUInt16(columns.Count);
        foreach (var column in columns)
        {
            writer.WriteInt32(0);
            writer.WriteUInt16(Nullable);
            ValueWriter.WriteType(writer, column.Type);
            writer.WriteShortText(column.Name);
        }
    }

    public static void WriteRow(TdsWriter writer, IReadOnlyList<ResultColumn> columns, object?[] row)
    {
        writer.WriteByte(0xD1);
        for (var i = 0; i < row.Length; i++)
        {
            ValueWriter.WriteValue(writer, columns[i].Type, row[i]);
        }
    }

    public static void WriteReturnStatus(TdsWriter writer, int status)
    {
        writer.WriteByte(0x79);
        writer.WriteInt32(status);
    }

    public static void WriteOutput(TdsWriter writer, OutputValue output)
    {
        const int IsOutput = 0x01;

        writer.WriteByte(0xAC);
        writer.WriteUInt16(output.Ordinal);
        writer.WriteShortText(output.Name);
        writer.WriteByte(IsOutput);
        writer.WriteInt32(0);
        writer.WriteUInt16(0);
        ValueWriter.WriteType(writer, output.Type);
        ValueWriter.WriteValue(writer, output.Type, output.Value);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void WriteTransactionChange(TdsWriter writer, byte change, ulong old, ulong @new)
    {
        var content = new TdsWriter();
        content.WriteByte(change);
        WriteDescriptor(content, @new);
        WriteDescriptor(content, old);
        writer.WriteByte(Environment);
        writer.WriteUInt16(content.Length);
        writer.Write(content.Written.Span);
    }

    private static void WriteDescriptor(TdsWriter writer, ulong descriptor)
    {
        if (descriptor == 0)
        {
            writer.WriteByte(0);
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, descriptor);
        writer.WriteByte(bytes.Length);
        writer.Write(bytes);
    }
}
