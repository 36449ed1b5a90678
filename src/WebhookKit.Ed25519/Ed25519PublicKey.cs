using System.Diagnostics.CodeAnalysis;
using WebhookKit.Signing;

namespace WebhookKit.Ed25519;

/// <summary>For receivers: a public key that checks <c>v1a</c> signatures of Standard Webhooks 1.0.0 (Ed25519, RFC 8032).</summary>
/// <remarks>The text form is <c>whpk_</c> and base64 of 32 bytes. Safe to use concurrently.</remarks>
public sealed class Ed25519PublicKey : IWebhookVerificationKey
{
    /// <summary>How many bytes a key has.</summary>
    public const int Length = 32;

    private const string Prefix = "whpk_";
    private const int EncodedLength = 44;

    private readonly byte[] _bytes;
    private readonly Verification _verification;

    private Ed25519PublicKey(byte[] bytes, Verification verification)
    {
        _bytes = bytes;
        _verification = verification;
    }

    /// <summary><c>v1a</c>.</summary>
    public string Version => "v1a";

    /// <summary>Makes a key of its bytes, or answers false: where there are not 32, or they are no point of the curve, or one that anybody can sign for.</summary>
    /// <param name="bytes">The bytes; they are copied.</param>
    /// <param name="key">The key.</param>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        key = bytes.Length == Length && Verification.TryCreate(bytes, out var verification) ? new Ed25519PublicKey(bytes.ToArray(), verification) : null;
        return key is not null;
    }

    /// <summary>Reads the text form, or answers false.</summary>
    /// <param name="text"><c>whpk_</c> and base64.</param>
    /// <param name="key">The key.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        key = null;
        return text is { Length: 5 + EncodedLength }
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), bytes, out var written)
            && written == Length
            && text.AsSpan(Prefix.Length).SequenceEqual(Convert.ToBase64String(bytes))
            && TryFromBytes(bytes, out key);
    }

    /// <summary>Reads the text form.</summary>
    /// <param name="text"><c>whpk_</c> and base64.</param>
    /// <exception cref="FormatException">The text is not a public key.</exception>
    public static Ed25519PublicKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("An Ed25519 public key is 'whpk_' and the base64 of the 32 bytes of a point.");

    /// <summary>The public key that belongs to a private key.</summary>
    /// <param name="privateKey">The private key.</param>
    public static Ed25519PublicKey Of(WebhookPrivateKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return TryFromBytes(KeyPair.Of(privateKey).PublicKey, out var key) ? key : throw new ArgumentException("The private key has no public key.", nameof(privateKey));
    }

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> AsSpan() => _bytes;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<char> signature, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body) => _verification.Verify(signature, prefix, body);

    /// <summary>The text form. There is nothing secret in it.</summary>
    public override string ToString() => Prefix + Convert.ToBase64String(_bytes);
}
