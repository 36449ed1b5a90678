using System.Diagnostics;
using System.Security.Cryptography;

namespace WebhookKit.Protecting;

/// <summary>A key of AES-256-GCM. Its bytes are in the cipher alone, which overwrites them when it is collected.</summary>
/// <remarks>Thread-safe: the cipher is not, and is quick.</remarks>
[DebuggerDisplay("{Id} (redacted)")]
#pragma warning disable CA1001 // Not disposed of: another thread may be using it when the keys are replaced. Its handle overwrites the key when it is collected.
internal sealed class ProtectionKey
{
    public const int CheckBytes = 8;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    private readonly Lock _gate = new();

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly AesGcm _cipher;

    public ProtectionKey(string id, ReadOnlySpan<byte> key)
    {
        Id = id;
        _cipher = new AesGcm(key, TagBytes);
        Check = HMACSHA256.HashData(key, "WebhookKit key check, version 1"u8)[..CheckBytes];
    }

    public string Id { get; }

    /// <summary>The key check value: differs where keys differ, and says nothing of the key.</summary>
    public byte[] Check { get; }

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        lock (_gate)
        {
            _cipher.Encrypt(nonce, plain, cipher, tag, associated);
        }
    }

    /// <exception cref="AuthenticationTagMismatchException">It was made with another key or for something else, or was changed.</exception>
    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        lock (_gate)
        {
            _cipher.Decrypt(nonce, cipher, tag, plain, associated);
        }
    }
}
#pragma warning restore CA1001
