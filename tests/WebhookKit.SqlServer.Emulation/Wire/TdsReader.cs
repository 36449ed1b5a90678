using System.Buffers.Binary;
using System.Text;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads the protocol's primitives, one after the other.</summary>
internal ref struct TdsReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public readonly bool IsAtEnd => Position >= _bytes.Length;

    public readonly byte Peek() => _bytes[Position];

    public byte ReadByte() => _bytes[Position++];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(sizeof(ushort)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Read(sizeof(int)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong)));

    public ReadOnlySpan<byte> Read(int length)
    {
        var part = _bytes.Slice(Position, length);
        Position += length;
        return part;
    }

    /// <summary>Text of a number of UTF-16 characters.</summary>
    public string ReadText(int characters) => Encoding.Unicode.GetString(Read(characters * sizeof(char)));

    /// <summary>Text with its length in one byte before it.</summary>
    public string ReadShortText() => ReadText(ReadByte());

    /// <summary>A long value in pieces; <see langword="null"/> for NULL.</summary>
    public byte[]? ReadPieces()
    {
        if (ReadUInt64() == ulong.MaxValue)
        {
            return null;
        }

        using var value = new MemoryStream();
        while (ReadInt32() is > 0 and var length)
        {
            value.Write(Read(length));
        }

        return value.ToArray();
    }
}
