namespace WebhookKit.Signing;

/// <summary>A signer that signs with the private keys of the secrets, so that receivers need the public ones only.</summary>
/// <remarks>Registered as <see cref="IWebhookSigner"/> under a name, as others are.</remarks>
public interface IPublicKeySigner : IWebhookSigner
{
    /// <summary>Finds the public key that belongs to a private key.</summary>
    /// <param name="privateKey">The private key.</param>
    WebhookPublicKey FindPublicKey(WebhookPrivateKey privateKey);
}
