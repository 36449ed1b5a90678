namespace WebhookKit.Signing;

/// <summary>For receivers: a public key that checks signatures of one version in the <c>webhook-signature</c> header.</summary>
/// <remarks>Called concurrently. Never throws for what was received.</remarks>
public interface IWebhookVerificationKey
{
    /// <summary>The version of the signatures it checks, such as <c>v1a</c>.</summary>
    string Version { get; }

    /// <summary>Checks one signature.</summary>
    /// <param name="signature">The signature, in base64, as it stands behind the version and the comma.</param>
    /// <param name="prefix">The id, the timestamp and their dots: what is signed before the body.</param>
    /// <param name="body">The exact bytes of the body.</param>
    bool Verify(ReadOnlySpan<char> signature, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body);
}
