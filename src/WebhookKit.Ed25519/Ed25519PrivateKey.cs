using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WebhookKit.Ed25519;

/// <summary>Reads and writes private keys in the text form of Standard Webhooks 1.0.0: <c>whsk_</c> and base64.</summary>
public static class Ed25519PrivateKey
{
    private const string Prefix = "whsk_";
    private const int PairLength = 2 * WebhookPrivateKey.Length;

    /// <summary>Reads a private key that another application has made, or answers false.</summary>
    /// <param name="text"><c>whsk_</c> and base64 of 32 bytes, or of 64 that hold the public key behind it.</param>
    /// <param name="key">The key.</param>
    /// <remarks>A public key that does not belong to the private one is refused: what it signed would be worth nothing.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookPrivateKey? key)
    {
        key = null;
        if (text is null || text.Length > 128 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[128];
        try
        {
            if (!Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), bytes, out var written) || written is not (WebhookPrivateKey.Length or PairLength))
            {
                return false;
            }

            var read = WebhookPrivateKey.FromSeed(bytes[..WebhookPrivateKey.Length]);
            if (written == PairLength && !KeyPair.Of(read).PublicKey.AsSpan().SequenceEqual(bytes[WebhookPrivateKey.Length..PairLength]))
            {
                return false;
            }

            key = read;
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The text form, with the public key behind the private one. Whoever has it can sign.</summary>
    /// <param name="key">The key.</param>
    public static string Reveal(WebhookPrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);

        Span<byte> pair = stackalloc byte[PairLength];
        key.AsSpan().CopyTo(pair);
        KeyPair.Of(key).PublicKey.CopyTo(pair[WebhookPrivateKey.Length..]);
        var text = Prefix + Convert.ToBase64String(pair);
        CryptographicOperations.ZeroMemory(pair);
        return text;
    }
}
