namespace WebhookKit;

/// <summary>Encrypts endpoint secrets before they are stored.</summary>
/// <remarks>
/// Called concurrently, on creation, rotation and when an endpoint is loaded for sending. Bind the result to its context,
/// so that a secret copied to another endpoint cannot be read there.
/// </remarks>
public interface ISecretProtector
{
    /// <summary>Whether what is stored is unreadable without a key. Said loudly at start when it is not.</summary>
    bool Encrypts { get; }

    /// <summary>Encrypts.</summary>
    /// <param name="secret">The key bytes.</param>
    /// <param name="context">What the secret belongs to.</param>
    byte[] Protect(ReadOnlySpan<byte> secret, SecretContext context);

    /// <summary>Decrypts.</summary>
    /// <param name="protectedSecret">What <see cref="Protect"/> returned.</param>
    /// <param name="context">What the secret belongs to.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be read: a wrong key, or another context.</exception>
    byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretContext context);
}
