using System.Buffers.Binary;
using System.Text;

namespace WebhookKit;

/// <summary>What a secret belongs to.</summary>
/// <param name="Owner">The tenant.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="SecretId">The secret's own id; empty for a header and for a client certificate.</param>
/// <param name="Purpose">What it is for: <c>signing</c>, or <c>header:</c> and the name of the header in lower case, or
/// <c>client-certificate:</c> and the certificate's thumbprint.</param>
public readonly record struct SecretContext(string Owner, EndpointId Endpoint, Guid SecretId, string Purpose)
{
    /// <summary>The purpose of signing secrets.</summary>
    public const string Signing = "signing";

    /// <summary>
    /// The context as bytes, for the associated data of an encryption: no two contexts have the same. Purpose and owner as UTF-8, each behind
    /// its length in bytes (4 bytes), then the endpoint (8 bytes) and the secret (16 bytes), all big-endian.
    /// </summary>
    public byte[] ToBytes()
    {
        var (purpose, owner) = (Encoding.UTF8.GetBytes(Purpose), Encoding.UTF8.GetBytes(Owner));
        var bytes = new byte[4 + purpose.Length + 4 + owner.Length + 8 + 16];
        var rest = Write(Write(bytes, purpose), owner);
        BinaryPrimitives.WriteInt64BigEndian(rest, Endpoint.Value);
        SecretId.TryWriteBytes(rest[8..], bigEndian: true, out _);
        return bytes;
    }

    private static Span<byte> Write(Span<byte> target, byte[] text)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, text.Length);
        text.CopyTo(target[4..]);
        return target[(4 + text.Length)..];
    }
}
