namespace WebhookKit.AspNetCore.Answers;

internal sealed class TlsDocument
{
    public ClientCertificateDocument? ClientCertificate { get; init; }

    public string? TrustedRoots { get; init; }

    public required IReadOnlyList<string> Pins { get; init; }

    public static TlsDocument? From(EndpointTls? tls) => tls is null ? null : new()
    {
        ClientCertificate = ClientCertificateDocument.From(tls.ClientCertificate),
        TrustedRoots = tls.TrustedRoots,
        Pins = tls.Pins,
    };
}
