using System.Runtime.CompilerServices;
using Org.BouncyCastle.Crypto.Parameters;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace WebhookKit.Ed25519;

/// <summary>A private key with its public one, which takes as long to find as a signature. Lives for as long as the private key does.</summary>
internal sealed class KeyPair
{
    private static readonly ConditionalWeakTable<WebhookPrivateKey, KeyPair> Known = [];

    private readonly Ed25519PrivateKeyParameters _key;

    private KeyPair(WebhookPrivateKey key)
    {
        _key = new Ed25519PrivateKeyParameters(key.AsSpan());
        PublicKey = _key.GeneratePublicKey().GetEncoded();
    }

    public byte[] PublicKey { get; }

    public static KeyPair Of(WebhookPrivateKey key) => Known.GetValue(key, static key => new KeyPair(key));

    /// <param name="content">What to sign.</param>
    /// <param name="signature">64 bytes for the result.</param>
    public void Sign(ReadOnlySpan<byte> content, Span<byte> signature) => _key.Sign(Curve.Algorithm.Ed25519, null, content, signature);
}
