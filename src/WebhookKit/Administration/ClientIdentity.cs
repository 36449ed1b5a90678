namespace WebhookKit.Administration;

/// <summary>A client certificate that was read.</summary>
/// <param name="Certificate">What may be shown of it.</param>
/// <param name="Pkcs12">It and its key, without a password; null where the stored one stays.</param>
internal sealed record ClientIdentity(EndpointCertificate Certificate, byte[]? Pkcs12)
{
    public override string ToString() => "(redacted)";
}
