namespace WebhookKit.AspNetCore.Answers;

/// <summary>What is shown of a client certificate: never its key.</summary>
internal sealed class ClientCertificateDocument
{
    public required string Subject { get; init; }

    public required string Thumbprint { get; init; }

    public required DateTime NotBefore { get; init; }

    public required DateTime NotAfter { get; init; }

    public required IReadOnlyList<string> Chain { get; init; }

    public static ClientCertificateDocument? From(EndpointCertificate? certificate) => certificate is null ? null : new()
    {
        Subject = certificate.Subject,
        Thumbprint = certificate.Thumbprint,
        NotBefore = certificate.NotBefore.UtcDateTime,
        NotAfter = certificate.NotAfter.UtcDateTime,
        Chain = certificate.Chain,
    };
}
