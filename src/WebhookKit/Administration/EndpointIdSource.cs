using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebhookKit.Administration;

/// <summary>Makes endpoint ids. Random, so that they spread over the partitions and cannot be guessed.</summary>
internal static class EndpointIdSource
{
    public static EndpointId Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return new EndpointId(BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue);
    }
}
