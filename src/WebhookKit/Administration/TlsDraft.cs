namespace WebhookKit.Administration;

/// <summary>TLS settings as they are to be stored.</summary>
/// <param name="Tls">The settings.</param>
/// <param name="Pkcs12">The new client certificate with its key, without a password; null where there is none, or the stored one stays.</param>
internal sealed record TlsDraft(EndpointTls Tls, byte[]? Pkcs12)
{
    public override string ToString() => "(redacted)";
}
