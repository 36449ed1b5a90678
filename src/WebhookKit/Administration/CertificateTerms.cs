using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Administration;

/// <summary>What is asked of every certificate that somebody gives us.</summary>
internal static class CertificateTerms
{
    private const int ShortestRsa = 2048;

    public static string? JudgeKey(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize < ShortestRsa ? FormattableString.Invariant($"has an RSA key of {rsa.KeySize} bits; at least {ShortestRsa} are needed.") : null;
        }

        using var ecdsa = certificate.GetECDsaPublicKey();
        return ecdsa is null ? $"has a key that is neither RSA nor ECDSA; have one made with RSA of at least {ShortestRsa} bits, or ECDSA P-256." : null;
    }

    public static string? JudgeTime(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime > to)
        {
            return FormattableString.Invariant($"has expired at {to:yyyy-MM-dd HH:mm} UTC; give one that is in force.");
        }

        return now.UtcDateTime < from ? FormattableString.Invariant($"is not valid before {from:yyyy-MM-dd HH:mm} UTC; give it then, or one that is in force.") : null;
    }
}
