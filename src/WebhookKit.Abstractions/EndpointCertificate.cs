namespace WebhookKit;

/// <summary>What may be shown of a client certificate.</summary>
public sealed class EndpointCertificate
{
    /// <summary>Whom it names, as a distinguished name (RFC 4514).</summary>
    public required string Subject { get; init; }

    /// <summary>The SHA-256 of the certificate, in lower-case hexadecimal.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>From when it is valid, in UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it is valid, in UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The thumbprints of the certificates of authorities that are sent along with it.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];
}
