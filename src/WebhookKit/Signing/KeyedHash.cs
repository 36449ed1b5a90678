using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace WebhookKit.Signing;

/// <summary>
/// HMAC-SHA256 under one secret, with a hash object at hand: setting one up for each signature costs as much as hashing a
/// kilobyte. It lives for as long as the secret does.
/// </summary>
/// <remarks>Thread-safe: whoever finds the object in use makes one for the moment.</remarks>
internal sealed class KeyedHash
{
    private static readonly ConditionalWeakTable<WebhookSecret, KeyedHash> Known = [];

    private IncrementalHash? _atHand;

    private KeyedHash()
    {
    }

    /// <param name="secret">The key.</param>
    /// <param name="first">The first bytes.</param>
    /// <param name="second">The bytes behind them.</param>
    /// <param name="hash">32 bytes for the result.</param>
    public static void Compute(WebhookSecret secret, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash) =>
        Known.GetValue(secret, static _ => new KeyedHash()).ComputeUnder(secret, first, second, hash);

    private void ComputeUnder(WebhookSecret secret, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        var hmac = Interlocked.Exchange(ref _atHand, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.AsSpan());
        hmac.AppendData(first);
        hmac.AppendData(second);
        hmac.GetHashAndReset(hash);
        if (Interlocked.CompareExchange(ref _atHand, hmac, null) is not null)
        {
            hmac.Dispose();
        }
    }
}
