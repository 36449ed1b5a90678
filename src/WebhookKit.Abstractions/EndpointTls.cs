namespace WebhookKit;

/// <summary>How an endpoint differs from the others in TLS: whom we show ourselves as, and whom we take it for.</summary>
public sealed class EndpointTls
{
    /// <summary>The certificate that the endpoint is shown when it asks for one, or null for none. Its private key is stored encrypted and is never shown.</summary>
    public EndpointCertificate? ClientCertificate { get; init; }

    /// <summary>
    /// The authorities that the endpoint's own certificate may come from, as PEM, or null for those of the system. With them, those of the
    /// system do not count.
    /// </summary>
    public string? TrustedRoots { get; init; }

    /// <summary>
    /// The public keys that the endpoint's own certificate may have, each the base64 of the SHA-256 of its <c>SubjectPublicKeyInfo</c>
    /// (RFC 7469, section 2.4); empty for any. Checked besides everything else, never instead of it.
    /// </summary>
    public IReadOnlyList<string> Pins { get; init; } = [];
}
