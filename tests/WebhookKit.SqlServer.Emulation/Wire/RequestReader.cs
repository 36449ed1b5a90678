using System.Data;
using System.Text;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads what a client asks once it has logged in.</summary>
internal static class RequestReader
{
    private const int NamedByNumber = 0xFFFF;
    private const int ExecuteSql = 10;
    private const byte OutputBit = 0x01;

    public static SqlRequest Read(TdsMessage message, int connection)
    {
        var reader = new TdsReader(message.Body);
        reader.Position = BitConverter.ToInt32(message.Body);
        return message.Type switch
        {
            MessageType.Batch => new SqlRequest
            {
                Kind = SqlRequestKind.Batch,
                Connection = connection,
                Text = Encoding.Unicode.GetString(message.Body.AsSpan(reader.Position)),
                HasStatements = true,
            },
            MessageType.Procedure => ReadProcedure(ref reader, connection),
            MessageType.TransactionManager => ReadTransaction(ref reader, connection),
            _ => throw SqlServerError.NotSupported($"a message of the type 0x{(byte)message.Type:x2}"),
        };
    }

    private static SqlRequest ReadProcedure(ref TdsReader reader, int connection)
    {
        var length = reader.ReadUInt16();
        var number = length == NamedByNumber ? reader.ReadUInt16() : 0;
        var name = length == NamedByNumber ? $"number {number}" : reader.ReadText(length);
        reader.ReadUInt16();

        var parameters = new List<RequestParameter>();
        while (!reader.IsAtEnd)
        {
            parameters.Add(ReadParameter(ref reader));
        }

        if (number != ExecuteSql)
        {
            return new SqlRequest { Kind = SqlRequestKind.Procedure, Connection = connection, Text = name, Parameters = parameters };
        }

        return new SqlRequest
        {
            Kind = SqlRequestKind.Procedure,
            Connection = connection,
            Text = (string)parameters[0].Value!,
            Declaration = parameters.Count > 1 ? (string?)parameters[1].Value ?? "" : "",
            Parameters = [.. parameters.Skip(2)],
            HasStatements = true,
        };
    }

    private static RequestParameter ReadParameter(ref TdsReader reader)
    {
        var name = reader.ReadShortText();
        var isOutput = (reader.ReadByte() & OutputBit) != 0;
        if (reader.Peek() == (byte)TypeToken.Table)
        {
            reader.ReadByte();
            return new RequestParameter { Name = name, Value = TableValueReader.Read(ref reader) };
        }

        var type = TypeReader.Read(ref reader);
        return new RequestParameter { Name = name, Type = type, Value = ValueReader.Read(ref reader, type), IsOutput = isOutput };
    }

    private static SqlRequest ReadTransaction(ref TdsReader reader, int connection)
    {
        const int Begin = 5;
        const int Commit = 7;
        const int Rollback = 8;
        const int Save = 9;

        var kind = reader.ReadUInt16();
        var isolation = kind == Begin ? reader.ReadByte() : 0;
        var name = kind is Begin or Commit or Rollback or Save ? reader.ReadText(reader.ReadByte() / sizeof(char)) : "";
        return new SqlRequest
        {
            Kind = kind switch
            {
                Begin => SqlRequestKind.Begin,
                Commit => SqlRequestKind.Commit,
                Rollback => SqlRequestKind.Rollback,
                Save => SqlRequestKind.Save,
                _ => throw SqlServerError.NotSupported("a distributed transaction"),
            },
            Connection = connection,
            Text = name,
            IsolationLevel = isolation switch
            {
                0 => IsolationLevel.Unspecified,
                1 => IsolationLevel.ReadUncommitted,
                2 => IsolationLevel.ReadCommitted,
                3 => IsolationLevel.RepeatableRead,
                4 => IsolationLevel.Serializable,
                5 => IsolationLevel.Snapshot,
                _ => throw SqlServerError.NotSupported($"the isolation level {isolation}"),
            },
        };
    }
}
