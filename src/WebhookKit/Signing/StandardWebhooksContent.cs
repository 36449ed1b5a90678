using System.Security.Cryptography;

namespace WebhookKit.Signing;

/// <summary>The bytes that a <c>v1</c> signature covers, hashed piece by piece: a body is never copied to be signed.</summary>
internal static class StandardWebhooksContent
{
    /// <param name="secret">The key.</param>
    /// <param name="prefix">The id, a dot, the timestamp and a dot.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="hash">32 bytes for the result.</param>
    public static void Hash(WebhookSecret secret, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.AsSpan());
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }
}
