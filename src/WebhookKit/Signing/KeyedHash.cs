using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Signing;

/// <summary>
/// HMAC-SHA256 under one secret, with a hash object at hand: setting one up for each signature costs as much as hashing a
/// kilobyte. It lives for as long as the secret does.
/// </summary>
/// <remarks>Thread-safe: whoever finds the object in use makes one for the moment.</remarks>
internal sealed class KeyedHash
{
    private static readonly ConditionalWeakTable<WebhookSecret, KeyedHash> OfBytes = [];
    private static readonly ConditionalWeakTable<WebhookSecret, KeyedHash> OfText = [];

    private readonly bool _isOfText;
    private IncrementalHash? _atHand;

    private KeyedHash(bool isOfText) => _isOfText = isOfText;

    /// <summary>Under the bytes of the secret.</summary>
    /// <param name="secret">The key.</param>
    /// <param name="first">The first bytes.</param>
    /// <param name="second">The bytes behind them.</param>
    /// <param name="hash">32 bytes for the result.</param>
    public static void Compute(WebhookSecret secret, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash) =>
        OfBytes.GetValue(secret, static _ => new KeyedHash(isOfText: false)).ComputeUnder(secret, first, second, hash);

    /// <summary>Under the text of the secret, with its prefix.</summary>
    /// <param name="secret">The key.</param>
    /// <param name="first">The first bytes.</param>
    /// <param name="second">The bytes behind them.</param>
    /// <param name="hash">32 bytes for the result.</param>
    public static void ComputeWithText(WebhookSecret secret, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash) =>
        OfText.GetValue(secret, static _ => new KeyedHash(isOfText: true)).ComputeUnder(secret, first, second, hash);

    private void ComputeUnder(WebhookSecret secret, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        var hmac = Interlocked.Exchange(ref _atHand, null) ?? Create(secret);
        hmac.AppendData(first);
        hmac.AppendData(second);
        hmac.GetHashAndReset(hash);
        if (Interlocked.CompareExchange(ref _atHand, hmac, null) is not null)
        {
            hmac.Dispose();
        }
    }

    private IncrementalHash Create(WebhookSecret secret)
    {
        if (!_isOfText)
        {
            return IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.AsSpan());
        }

        var key = Encoding.UTF8.GetBytes(secret.Reveal());
        try
        {
            return IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
