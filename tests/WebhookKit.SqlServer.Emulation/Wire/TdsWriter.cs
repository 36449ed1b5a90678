using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Writes the protocol's primitives, one after the other.</summary>
/// <param name="room">How much of it a packet holds.</param>
internal sealed class TdsWriter(int room = int.MaxValue)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public int Length => _bytes.WrittenCount;

    public void WriteByte(int value)
    {
        _bytes.GetSpan(1)[0] = (byte)value;
        _bytes.Advance(1);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void WriteUInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(sizeof(ushort)), (ushort)value);
        _bytes.Advance(sizeof(ushort));
    }

    public void WriteUInt16BigEndian(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(sizeof(ushort)), (ushort)value);
        _bytes.Advance(sizeof(ushort));
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void WriteText(string text) => Write(Encoding.Unicode.GetBytes(text));

    /// <summary>Text with its length in one byte before it.</summary>
    public void WriteShortText(string text)
    {
        WriteByte(text.Length);
        WriteText(text);
    }

    /// <summary>Text with its length in two bytes before it.</summary>
    public void WriteLongText(string text)
    {
        WriteUInt16(text.Length);
        WriteText(text);
    }

    /// <summary>
    /// A long value in pieces. None goes on in the next packet, and none ends within a character: with one piece for all, the client
    /// was seen to wait for ever for the rest of a long text.
    /// </summary>
    public void WritePieces(ReadOnlySpan<byte> value)
    {
        WriteInt64(value.Length);
        while (value.Length > 0)
        {
            var free = room - ((Length + sizeof(int)) % room);
            var piece = value[..Math.Min(value.Length, free < sizeof(char) ? sizeof(char) : free & ~1)];
            WriteInt32(piece.Length);
            Write(piece);
            value = value[piece.Length..];
        }

        WriteInt32(0);
    }
}
