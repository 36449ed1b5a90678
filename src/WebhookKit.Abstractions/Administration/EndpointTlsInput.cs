namespace WebhookKit.Administration;

/// <summary>What can be said about the TLS of an endpoint. Only for <c>https</c> URLs.</summary>
public sealed class EndpointTlsInput
{
    /// <summary>The certificate to show the endpoint, or null for none.</summary>
    public ClientCertificateInput? ClientCertificate { get; init; }

    /// <summary>
    /// The authorities that the endpoint's own certificate may come from instead of those of the system, or null for the latter: at most 20
    /// certificates of authorities, as PEM, at most 64 KB.
    /// </summary>
    public string? TrustedRoots { get; init; }

    /// <summary>
    /// The public keys that the endpoint's own certificate may have, at most 10, each the base64 of the SHA-256 of its
    /// <c>SubjectPublicKeyInfo</c>; empty for any. Give the next key besides the present one before the endpoint changes it.
    /// </summary>
    public IReadOnlyList<string> Pins { get; init; } = [];

    /// <summary>The settings of an endpoint as they are, to be sent back with another field changed.</summary>
    /// <param name="tls">The settings, or null for none.</param>
    public static EndpointTlsInput? Keep(EndpointTls? tls) => tls is null ? null : new EndpointTlsInput
    {
        ClientCertificate = tls.ClientCertificate is { } certificate ? new ClientCertificateInput { Thumbprint = certificate.Thumbprint } : null,
        TrustedRoots = tls.TrustedRoots,
        Pins = tls.Pins,
    };
}
