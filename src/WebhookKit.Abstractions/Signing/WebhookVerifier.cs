using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Signing;

/// <summary>For receivers: checks that a webhook was sent by who shares a secret with them, lately, and was not changed.</summary>
/// <remarks>
/// Checks <c>v1</c> signatures of Standard Webhooks 1.0.0, and others where it has keys for them. Give it the body's bytes as they came, before anything parses them.
/// A valid webhook may still come twice: keep the <c>webhook-id</c> of what has been handled. Safe to use concurrently.
/// </remarks>
public sealed class WebhookVerifier
{
    private const string Version = "v1,";
    private const int MostSignatures = 32;
    private const int LongestSignatureHeader = 4096;
    private const int LongestId = 256;
    private const int EncodedHashLength = 44;

    /// <summary>Checking with a public key takes fifty times as long: a stranger must not have us do it often. A rotation has two.</summary>
    private const int MostPublicKeySignatures = 10;

    private readonly WebhookSecret[] _secrets;
    private readonly IWebhookVerificationKey[] _keys;
    private readonly TimeSpan _tolerance;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates a verifier.</summary>
    /// <param name="secrets">The secrets that are accepted: at least one, and two while one replaces the other.</param>
    /// <param name="timeProvider">The clock that timestamps are compared with.</param>
    /// <param name="tolerance">How far a timestamp may be from the clock, in both directions; 5 minutes where not given.</param>
    /// <exception cref="ArgumentException">There is no secret.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative.</exception>
    public WebhookVerifier(IEnumerable<WebhookSecret> secrets, TimeProvider timeProvider, TimeSpan? tolerance = null)
        : this(secrets, [], timeProvider, tolerance)
    {
    }

    /// <summary>Creates a verifier that accepts signatures by public keys, too.</summary>
    /// <param name="secrets">The secrets that are accepted; none where there is a key.</param>
    /// <param name="keys">The public keys that are accepted; two while one replaces the other, and none where there is a secret.</param>
    /// <param name="timeProvider">The clock that timestamps are compared with.</param>
    /// <param name="tolerance">How far a timestamp may be from the clock, in both directions; 5 minutes where not given.</param>
    /// <exception cref="ArgumentException">There is neither a secret nor a key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative.</exception>
    public WebhookVerifier(
        IEnumerable<WebhookSecret> secrets, IEnumerable<IWebhookVerificationKey> keys, TimeProvider timeProvider, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(timeProvider);

        _secrets = [.. secrets];
        _keys = [.. keys];
        _timeProvider = timeProvider;
        _tolerance = tolerance ?? TimeSpan.FromMinutes(5);
        if (_secrets.Length == 0 && _keys.Length == 0)
        {
            throw new ArgumentException("A verifier without secrets and keys would have nothing to check with.", nameof(secrets));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(_tolerance, TimeSpan.Zero, nameof(tolerance));
    }

    /// <summary>Checks a webhook. Never throws for what was received.</summary>
    /// <param name="id">The <c>webhook-id</c> header; null where it is missing.</param>
    /// <param name="timestamp">The <c>webhook-timestamp</c> header; null where it is missing.</param>
    /// <param name="signatures">The <c>webhook-signature</c> header; null where it is missing.</param>
    /// <param name="body">The exact bytes of the body.</param>
    public VerificationResult Verify(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (!IsId(id) || !TryReadTimestamp(timestamp, out var sentAt) || signatures is not { Length: > 0 and <= LongestSignatureHeader })
        {
            return VerificationResult.MalformedHeaders;
        }

        var age = _timeProvider.GetUtcNow().ToUnixTimeSeconds() - sentAt;
        if (Math.Abs(age) > _tolerance.TotalSeconds)
        {
            return age > 0 ? VerificationResult.TooOld : VerificationResult.TooNew;
        }

        var prefix = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        return IsSigned(prefix, signatures, body) | IsSignedByKey(prefix, signatures, body) ? VerificationResult.Valid : VerificationResult.WrongSignature;
    }

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= LongestId } && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && !id.Contains('.', StringComparison.Ordinal);

    /// <summary>Digits only: two spellings of one time would be two signed contents for one meaning.</summary>
    private static bool TryReadTimestamp(string? text, out long seconds)
    {
        seconds = 0;
        return text is { Length: > 0 and <= 12 }
            && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            && (text.Length == 1 || text[0] != '0')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
    }

    /// <summary>Looks at every signature with every secret, found or not, so that the time it takes tells nothing.</summary>
    private bool IsSigned(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> signatures, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[EncodedHashLength];
        Span<byte> given = stackalloc byte[EncodedHashLength];
        var isFound = false;
        foreach (var secret in _secrets)
        {
            Compute(secret, prefix, body, hash);
            Base64.EncodeToUtf8(hash, expected, out _, out _);
            var count = 0;
            foreach (var range in signatures.Split(' '))
            {
                if (count++ == MostSignatures)
                {
                    break;
                }

                isFound |= TryReadSignature(signatures[range], given) & CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        return isFound;
    }

    /// <summary>What is checked with public keys is public: there is nothing that the time it takes could tell.</summary>
    private bool IsSignedByKey(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> signatures, ReadOnlySpan<byte> body)
    {
        var count = 0;
        foreach (var key in _keys)
        {
            foreach (var range in signatures.Split(' '))
            {
                var item = signatures[range];
                if (item.Length > key.Version.Length && item.StartsWith(key.Version, StringComparison.Ordinal) && item[key.Version.Length] == ',')
                {
                    if (count++ == MostPublicKeySignatures)
                    {
                        return false;
                    }

                    if (key.Verify(item[(key.Version.Length + 1)..], prefix, body))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static void Compute(WebhookSecret secret, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.AsSpan());
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }

    /// <summary>Items of other versions and broken ones are passed over: a good one may follow.</summary>
    private static bool TryReadSignature(ReadOnlySpan<char> item, Span<byte> encoded)
    {
        encoded.Clear();
        return item.Length == Version.Length + EncodedHashLength
            && item.StartsWith(Version, StringComparison.Ordinal)
            && Ascii.FromUtf16(item[Version.Length..], encoded, out _) == OperationStatus.Done;
    }
}
