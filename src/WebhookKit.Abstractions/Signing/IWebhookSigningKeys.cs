using System.Diagnostics.CodeAnalysis;
using WebhookKit.Storage;

namespace WebhookKit.Signing;

/// <summary>Tells receivers the public keys of their endpoint, and reads private keys that come from another sender.</summary>
/// <remarks>Thread-safe; a singleton.</remarks>
public interface IWebhookSigningKeys
{
    /// <summary>
    /// Reads the public keys of an endpoint that are in force, one for each of its secrets and each signer with public keys in this process,
    /// also where the endpoint does not name that signer yet: its receiver can have the keys before the first signature. There is no secret in
    /// the answer: it may be given to anybody.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The keys, or null where there is no such endpoint.</returns>
    /// <exception cref="WebhookStoreException">The database does not answer, or the endpoint's secrets cannot be read at the moment.</exception>
    Task<WebhookKeySet?> FindAsync(EndpointId endpoint, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the text of a private key by the signers with public keys in this process, or answers false. The key goes into
    /// <see cref="WebhookSecret.WithPrivateKey"/>, and with the secret into an endpoint that is created or whose secret is rotated.
    /// </summary>
    /// <param name="text">The text, such as <c>whsk_…</c> for <c>ed25519</c>.</param>
    /// <param name="privateKey">The key.</param>
    bool TryReadPrivateKey([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookPrivateKey? privateKey);
}
