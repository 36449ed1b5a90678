using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.Parameters;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace WebhookKit.Ed25519;

/// <summary>Checks signatures under one public key.</summary>
internal sealed class Verification
{
    private const int SignatureLength = 64;
    private const int EncodedLength = 88;

    private readonly Ed25519PublicKeyParameters _key;

    private Verification(Ed25519PublicKeyParameters key) => _key = key;

    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Verification? verification)
    {
        // Also refuses the points of small order: for those, there are signatures that fit any content.
        verification = Curve.ValidatePublicKeyFull(bytes.ToArray(), 0) ? new Verification(new Ed25519PublicKeyParameters(bytes)) : null;
        return verification is not null;
    }

    public bool Verify(ReadOnlySpan<char> signature, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        Span<byte> bytes = stackalloc byte[SignatureLength];
        if (signature.Length != EncodedLength || !Convert.TryFromBase64Chars(signature, bytes, out var written) || written != SignatureLength)
        {
            return false;
        }

        // One signature has one spelling: what is left over in the last character must be nothing.
        Span<char> canonical = stackalloc char[EncodedLength];
        if (!Convert.TryToBase64Chars(bytes, canonical, out _) || !signature.SequenceEqual(canonical))
        {
            return false;
        }

        using var content = new SignedContent(prefix, body);
        return _key.Verify(Curve.Algorithm.Ed25519, null, content.Bytes, bytes);
    }
}
