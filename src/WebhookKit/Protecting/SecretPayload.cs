using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Protecting;

/// <summary>
/// What of a secret is sealed: a version, what there is, the length of the key, the key, the private key, and zeros up to 72 bytes, so that the length
/// does not tell much. What has at most 64 bytes is a key alone.
/// </summary>
internal static class SecretPayload
{
    private const byte Version = 1;
    private const byte Text = 1;
    private const byte WithPrivateKey = 2;
    private const int HeadLength = 3;
    private const int LongestKeyAlone = 64;
    private const int Least = 72;

    /// <summary>The caller overwrites it after use.</summary>
    public static byte[] Write(WebhookSecret secret)
    {
        var key = secret.AsSpan();
        var privateKey = secret.PrivateKey is { } own ? own.AsSpan() : [];
        var payload = new byte[Math.Max(Least, HeadLength + key.Length + privateKey.Length)];
        payload[0] = Version;
        payload[1] = (byte)((secret.IsText ? Text : 0) | (privateKey.IsEmpty ? 0 : WithPrivateKey));
        payload[2] = (byte)key.Length;
        key.CopyTo(payload.AsSpan(HeadLength));
        privateKey.CopyTo(payload.AsSpan(HeadLength + key.Length));
        return payload;
    }

    /// <exception cref="CryptographicException">It is not what was written.</exception>
    public static WebhookSecret Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= LongestKeyAlone)
        {
            return WebhookSecret.FromBytes(payload);
        }

        var (kind, length) = (payload[1], payload[2]);
        var privateLength = (kind & WithPrivateKey) == 0 ? 0 : WebhookPrivateKey.Length;
        if (payload[0] != Version || kind > (Text | WithPrivateKey) || HeadLength + length + privateLength > payload.Length)
        {
            throw new CryptographicException("A stored secret is of a form that this version of the library does not know.");
        }

        var secret = ReadKey(payload.Slice(HeadLength, length), (kind & Text) != 0);
        return privateLength == 0 ? secret : secret.WithPrivateKey(WebhookPrivateKey.FromSeed(payload.Slice(HeadLength + length, privateLength)));
    }

    private static WebhookSecret ReadKey(ReadOnlySpan<byte> key, bool isText) =>
        !isText ? WebhookSecret.FromBytes(key)
        : WebhookSecret.TryFromText(Encoding.ASCII.GetString(key), out var secret) ? secret
        : throw new CryptographicException("A stored secret is no text of the kind that it says.");
}
