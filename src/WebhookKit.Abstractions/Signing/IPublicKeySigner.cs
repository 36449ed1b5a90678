using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.Signing;

/// <summary>A signer that signs with the private keys of the secrets, so that receivers need the public ones only.</summary>
/// <remarks>Registered as <see cref="IWebhookSigner"/> under a name, as others are.</remarks>
public interface IPublicKeySigner : IWebhookSigner
{
    /// <summary>Finds the public key that belongs to a private key.</summary>
    /// <param name="privateKey">The private key.</param>
    WebhookPublicKey FindPublicKey(WebhookPrivateKey privateKey);

    /// <summary>Reads a private key that another application has made, or answers false. Always false by default.</summary>
    /// <param name="text">The key in the text form that the signer's receivers and other senders know.</param>
    /// <param name="privateKey">The key.</param>
    /// <remarks>A text that also holds the public key is refused where the two do not belong together: nobody could check what it signs.</remarks>
    bool TryReadPrivateKey([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookPrivateKey? privateKey)
    {
        privateKey = null;
        return false;
    }
}
