using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WebhookKit.Signing;

/// <summary>A public key of the kind that RFC 8037 describes: an octet key pair (<c>OKP</c>).</summary>
public sealed class WebhookPublicKey
{
    /// <summary>The curve, such as <c>Ed25519</c>.</summary>
    public required string Curve { get; init; }

    /// <summary>The key's bytes.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The key's id: its thumbprint of RFC 7638, with SHA-256, in base64url.</summary>
    public string Id => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"{{Curve}}","kty":"OKP","x":"{{Base64Url.EncodeToString(Bytes.Span)}}"}""")));

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "OKP"u8);
        writer.WriteString("crv"u8, Curve);
        writer.WriteString("x"u8, Base64Url.EncodeToString(Bytes.Span));
        writer.WriteString("kid"u8, Id);
        writer.WriteString("use"u8, "sig"u8);
        writer.WriteString("alg"u8, "EdDSA"u8);
        writer.WriteEndObject();
    }
}
