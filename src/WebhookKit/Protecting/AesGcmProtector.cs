using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Protecting;

/// <summary>
/// Encrypts with AES-256-GCM: <c>1 | length and id of the key | its check value (8) | nonce (12) | ciphertext | tag (16)</c>. All that stands
/// before the nonce, and the context, are associated data: what is moved to another endpoint, owner or purpose cannot be opened.
/// </summary>
internal sealed class AesGcmProtector(KeyRing ring) : ISecretProtector
{
    private const byte Version = 1;
    private const int Prefix = 2;

    public async ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken = default)
    {
        var keys = await ring.GetAsync(missing: null, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("There is no key for secrets at rest: set Secrets:Keys.");
        return Encrypt(keys.Current, secret.Span, context, RandomNumberGenerator.GetBytes(ProtectionKey.NonceBytes));
    }

    public async ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default)
    {
        var id = IdOf(protectedSecret.Span);
        var keys = await ring.GetAsync(id, cancellationToken).ConfigureAwait(false);
        var key = keys?.All.GetValueOrDefault(id) ?? throw KeyUnavailableException.Missing(id);
        return Decrypt(key, protectedSecret.Span, context);
    }

    public async ValueTask<SecretKeyUse> FindKeyAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default)
    {
        var id = IdOf(protectedSecret.Span);
        var current = (await ring.GetAsync(missing: null, cancellationToken).ConfigureAwait(false))?.Current;
        return new SecretKeyUse(id, current?.Id == id && CheckOf(protectedSecret.Span).SequenceEqual(current.Check));
    }

    internal static byte[] Encrypt(ProtectionKey key, ReadOnlySpan<byte> secret, SecretContext context, ReadOnlySpan<byte> nonce)
    {
        var head = Prefix + key.Id.Length + ProtectionKey.CheckBytes;
        var text = head + ProtectionKey.NonceBytes;
        var result = new byte[text + secret.Length + ProtectionKey.TagBytes];
        (result[0], result[1]) = (Version, (byte)key.Id.Length);
        Encoding.ASCII.GetBytes(key.Id, result.AsSpan(Prefix));
        key.Check.CopyTo(result, head - ProtectionKey.CheckBytes);
        nonce.CopyTo(result.AsSpan(head));
        key.Encrypt(nonce, secret, result.AsSpan(text, secret.Length), result.AsSpan(text + secret.Length), [.. result.AsSpan(0, head), .. context.ToBytes()]);
        return result;
    }

    internal static byte[] Decrypt(ProtectionKey key, ReadOnlySpan<byte> sealedSecret, SecretContext context)
    {
        if (!CheckOf(sealedSecret).SequenceEqual(key.Check))
        {
            throw KeyUnavailableException.Another(key.Id);
        }

        var head = HeadOf(sealedSecret);
        var text = head + ProtectionKey.NonceBytes;
        var secret = new byte[sealedSecret.Length - text - ProtectionKey.TagBytes];
        key.Decrypt(
            sealedSecret[head..text], sealedSecret[text..^ProtectionKey.TagBytes], sealedSecret[^ProtectionKey.TagBytes..], secret, [.. sealedSecret[..head], .. context.ToBytes()]);
        return secret;
    }

    private static string IdOf(ReadOnlySpan<byte> sealedSecret) => Encoding.ASCII.GetString(sealedSecret[Prefix..(HeadOf(sealedSecret) - ProtectionKey.CheckBytes)]);

    private static ReadOnlySpan<byte> CheckOf(ReadOnlySpan<byte> sealedSecret) => sealedSecret[(HeadOf(sealedSecret) - ProtectionKey.CheckBytes)..HeadOf(sealedSecret)];

    private static int HeadOf(ReadOnlySpan<byte> sealedSecret)
    {
        var head = sealedSecret.Length > Prefix && sealedSecret[0] == Version ? Prefix + sealedSecret[1] + ProtectionKey.CheckBytes : int.MaxValue;
        return head <= sealedSecret.Length - ProtectionKey.NonceBytes - ProtectionKey.TagBytes
            ? head
            : throw new CryptographicException("What is stored as an encrypted secret is cut off, or was made by a newer version.");
    }
}
