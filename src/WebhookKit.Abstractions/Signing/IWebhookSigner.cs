namespace WebhookKit.Signing;

/// <summary>Signs one request.</summary>
/// <remarks>
/// <para>
/// Called concurrently, once for each attempt, with the body as it is sent. Must not keep the secrets and must not do I/O. Where it throws or
/// writes no header, nothing is sent.
/// </para>
/// <para>
/// The one that is registered without a key signs for endpoints that name no signers. One that is registered under a key, as by
/// <c>services.AddKeyedSingleton&lt;IWebhookSigner, MySigner&gt;("mine")</c>, signs for those that name it.
/// </para>
/// </remarks>
public interface IWebhookSigner
{
    /// <summary>
    /// The names of the headers that it writes. Endpoints cannot have headers of their own with these names, nor two signers that write the same.
    /// </summary>
    /// <value>
    /// None by default: an endpoint's header of the same name is then replaced when it is signed, and two signers that write one header send
    /// nothing.
    /// </value>
    IReadOnlyList<string> HeaderNames => [];

    /// <summary>Signs with every secret in force.</summary>
    /// <param name="request">What to sign.</param>
    /// <param name="headers">Where to write the signature, empty. What is there afterwards replaces headers of the endpoint with the same name.</param>
    void Sign(SignatureRequest request, SignatureHeaders headers);
}
