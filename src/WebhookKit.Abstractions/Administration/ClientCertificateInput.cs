using System.Diagnostics;

namespace WebhookKit.Administration;

/// <summary>
/// A client certificate with its private key: as PKCS#12, or as PEM; or the thumbprint of the one that is stored, which stays then. The key must be RSA of at
/// least 2,048 bits, or ECDSA.
/// </summary>
[DebuggerDisplay("(redacted)")]
public sealed class ClientCertificateInput
{
    /// <summary>A PKCS#12 file (<c>.p12</c>, <c>.pfx</c>; RFC 7292) with one private key, and the certificates of the authorities between it and the root; at most 64 KB. Empty where it is PEM.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlyMemory<byte> Pkcs12 { get; init; }

    /// <summary>The password of <see cref="Pkcs12"/> or of <see cref="PrivateKey"/>; null where there is none. It is not stored.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Password { get; init; }

    /// <summary>Instead of <see cref="Pkcs12"/>: the certificate as PEM, first the own one, then those of the authorities between it and the root; at most 64 KB.</summary>
    public string? Certificate { get; init; }

    /// <summary>Together with <see cref="Certificate"/>: the private key as PEM.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? PrivateKey { get; init; }

    /// <summary>In an update, instead of all others: the thumbprint of the stored certificate, which is kept with its key.</summary>
    public string? Thumbprint { get; init; }
}
