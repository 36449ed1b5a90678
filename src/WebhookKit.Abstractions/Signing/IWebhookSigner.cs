namespace WebhookKit.Signing;

/// <summary>Signs one request.</summary>
/// <remarks>Called concurrently, once for each attempt. Must not keep the secrets and must not do I/O.</remarks>
public interface IWebhookSigner
{
    /// <summary>Signs with every secret in force.</summary>
    /// <param name="request">What to sign.</param>
    /// <returns>The headers to add. They replace headers of the endpoint with the same name.</returns>
    SignatureHeaders Sign(SignatureRequest request);
}
