using System.Buffers;

namespace WebhookKit.Ed25519;

/// <summary>What is signed, in one piece: Ed25519 goes through it twice. In a rented buffer, which is given back with it.</summary>
internal readonly ref struct SignedContent
{
    private readonly byte[] _buffer;
    private readonly int _length;

    public SignedContent(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        _length = prefix.Length + body.Length;
        _buffer = ArrayPool<byte>.Shared.Rent(_length);
        prefix.CopyTo(_buffer);
        body.CopyTo(_buffer.AsSpan(prefix.Length));
    }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
