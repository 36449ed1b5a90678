using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Sending;

/// <summary>Asks of a certificate that is good otherwise that its public key is one of a few (RFC 7469, section 2.4).</summary>
internal sealed class CertificatePins(IReadOnlyList<string> pins)
{
    public static string Of(X509Certificate2 certificate) =>
        Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        CertificateRules.Accept(sender, certificate, chain, errors) && certificate is X509Certificate2 presented && pins.Contains(Of(presented), StringComparer.Ordinal)
            ? true
            : throw new CertificateRefusedException(
                "The endpoint's certificate has another public key than those that are pinned; where it was changed on purpose, pin the new key (pin_mismatch).");
}
