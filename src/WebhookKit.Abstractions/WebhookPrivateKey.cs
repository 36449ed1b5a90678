using System.Diagnostics;
using System.Security.Cryptography;

namespace WebhookKit;

/// <summary>
/// The private key that belongs to a secret, for signers whose receivers have a public key. Never shows its bytes in text, logs or the debugger.
/// </summary>
/// <remarks>The 32 bytes that RFC 8032 calls a private key of Ed25519, and others call its seed.</remarks>
[DebuggerDisplay("(redacted)")]
public sealed class WebhookPrivateKey
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 32;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _seed;

    private WebhookPrivateKey(byte[] seed) => _seed = seed;

    /// <summary>Makes a key from the system's random number generator.</summary>
    public static WebhookPrivateKey Generate() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Makes a key of the given bytes.</summary>
    /// <param name="seed">32 bytes; they are copied.</param>
    /// <exception cref="ArgumentException">There are fewer or more bytes.</exception>
    public static WebhookPrivateKey FromSeed(ReadOnlySpan<byte> seed) =>
        seed.Length == Length ? new WebhookPrivateKey(seed.ToArray()) : throw new ArgumentException($"A private key has {Length} bytes.", nameof(seed));

    /// <summary>The key, for signing. Do not copy it into text.</summary>
    public ReadOnlySpan<byte> AsSpan() => _seed;

    /// <summary>Always <c>whsk_(redacted)</c>.</summary>
    public override string ToString() => "whsk_(redacted)";
}
