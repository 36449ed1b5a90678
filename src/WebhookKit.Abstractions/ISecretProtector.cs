namespace WebhookKit;

/// <summary>Encrypts what must not be readable in the database: signing secrets, and the values of the headers that endpoints add.</summary>
/// <remarks>
/// The default encrypts with AES-256-GCM under the keys of an <see cref="IKeyProvider"/>; register another with
/// <c>UseSecretProtector&lt;T&gt;()</c>. Called concurrently: when an endpoint is created, changed or shown, and before sending, at most about
/// once a minute for each endpoint. Bind the result to its context (<see cref="SecretContext.ToBytes"/>), so that what is copied to another
/// endpoint cannot be read there. It may throw anything: what cannot be read is not sent, and tried again a little later.
/// </remarks>
public interface ISecretProtector
{
    /// <summary>Encrypts.</summary>
    /// <param name="secret">The bytes. Do not keep them.</param>
    /// <param name="context">What the secret belongs to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken = default);

    /// <summary>Decrypts.</summary>
    /// <param name="protectedSecret">What <see cref="ProtectAsync"/> returned.</param>
    /// <param name="context">What the secret belongs to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The bytes. The caller overwrites them after use.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be read: a wrong key, or another context.</exception>
    ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default);

    /// <summary>Says which key something is encrypted under, for re-encryption. Needs not be able to read it.</summary>
    /// <param name="protectedSecret">What <see cref="ProtectAsync"/> returned.</param>
    /// <param name="context">What the secret belongs to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <value>By default a key without a name, which is the current one: there is nothing to re-encrypt.</value>
    ValueTask<SecretKeyUse> FindKeyAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default) =>
        new(new SecretKeyUse("(unnamed)", IsCurrent: true));
}
