using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Sending;

/// <summary>Whether an endpoint's certificate is good. The system decides; this only puts its reason into words.</summary>
internal static class CertificateRules
{
    /// <summary>
    /// Building a chain must not make requests of its own: an endpoint's certificate can name any URL to fetch an issuer or
    /// a revocation list from, and those requests would pass by the guarded connection.
    /// </summary>
    public static X509ChainPolicy ChainPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateRefusedException(Reason(chain, errors));

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "The endpoint sent no certificate (certificate_missing).";
        }

        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return (status, errors) switch
        {
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => "The endpoint's certificate has expired or is not valid yet; renew it (certificate_expired).",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                "The endpoint's certificate is for another host name; install one for the host in the URL (certificate_wrong_host).",
            _ when status.HasFlag(X509ChainStatusFlags.PartialChain) =>
                "The endpoint's certificate leads to no trusted root; the endpoint may not send its intermediate certificate (certificate_incomplete).",
            _ when status.HasFlag(X509ChainStatusFlags.UntrustedRoot) =>
                "The endpoint's certificate is self-signed or its root is not trusted; install one from a public authority, or give the endpoint its own trusted roots (certificate_untrusted_root).",
            _ => "The endpoint's certificate is not trusted; install one from a public authority (certificate_untrusted).",
        };
    }
}
