using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Protecting;

/// <summary>
/// What of a secret is sealed: its key alone, of 24 to 64 bytes, or where there is more to say, at least 65 bytes: a version, what it is, the
/// length of the key, the key, and zeros.
/// </summary>
internal static class SecretPayload
{
    private const byte Version = 1;
    private const byte Text = 1;
    private const int HeadLength = 3;
    private const int LongestKeyAlone = 64;

    /// <summary>The caller overwrites it after use.</summary>
    public static byte[] Write(WebhookSecret secret)
    {
        var key = secret.AsSpan();
        if (!secret.IsText)
        {
            return key.ToArray();
        }

        var payload = new byte[Math.Max(LongestKeyAlone + 1, HeadLength + key.Length)];
        payload[0] = Version;
        payload[1] = Text;
        payload[2] = (byte)key.Length;
        key.CopyTo(payload.AsSpan(HeadLength));
        return payload;
    }

    /// <exception cref="CryptographicException">It is not what was written.</exception>
    public static WebhookSecret Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= LongestKeyAlone)
        {
            return WebhookSecret.FromBytes(payload);
        }

        return payload[0] == Version && payload[1] == Text && HeadLength + payload[2] <= payload.Length
            && WebhookSecret.TryFromText(Encoding.ASCII.GetString(payload.Slice(HeadLength, payload[2])), out var secret)
            ? secret
            : throw new CryptographicException("A stored secret is of a form that this version of the library does not know.");
    }
}
