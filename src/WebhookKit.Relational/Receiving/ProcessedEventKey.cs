using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Relational.Receiving;

/// <summary>What an event is for a receiver, as one key of a fixed size: the names may be longer than an index takes, and are compared by their bytes.</summary>
internal static class ProcessedEventKey
{
    public const int Size = SHA256.HashSizeInBytes;

    public static byte[] Of(string receiver, string sender, string eventId)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, receiver);
        Append(hash, sender);
        Append(hash, eventId);
        return hash.GetHashAndReset();
    }

    // With its length, so that names do not run into each other.
    private static void Append(IncrementalHash hash, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
