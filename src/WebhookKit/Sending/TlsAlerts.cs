using System.Security.Cryptography;

namespace WebhookKit.Sending;

/// <summary>
/// What the other side said when it ended the handshake (RFC 8446, section 6), where the platform tells: OpenSSL gives the number of the alert
/// in the error. Elsewhere nothing is known, and the failure is a general one.
/// </summary>
internal static class TlsAlerts
{
    private const int OpenSslLibrary = 20;
    private const int OpenSslAlerts = 1000;
    private const int UnsupportedProtocol = 258;
    private const int ProtocolVersion = 70;
    private const int CertificateRequired = 116;

    private static AttemptFailure OldVersion { get; } = Tls(
        "The endpoint speaks no version of TLS that is safe; it must speak TLS 1.2 or newer (tls_version).");

    private static AttemptFailure ClientCertificateRequired { get; } = Tls(
        "The endpoint asks for a client certificate; give the endpoint one that it accepts (client_certificate_required).");

    private static AttemptFailure ClientCertificateRefused { get; } = Tls(
        "The endpoint does not accept the client certificate; give the endpoint one that it accepts (client_certificate_refused).");

    /// <summary>What the other side said; null where it said nothing that is known.</summary>
    public static AttemptFailure? Find(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is CryptographicException && (uint)cause.HResult >> 23 == OpenSslLibrary)
            {
                return Of(cause.HResult & 0x7F_FFFF);
            }
        }

        return null;
    }

    // 42 to 46, 48 and 49: bad, of an unsupported kind, revoked, expired or unknown, from an unknown authority, and denied access. The
    // other side has seen no certificate but ours.
    private static AttemptFailure? Of(int reason) => reason switch
    {
        UnsupportedProtocol or OpenSslAlerts + ProtocolVersion => OldVersion,
        OpenSslAlerts + CertificateRequired => ClientCertificateRequired,
        >= OpenSslAlerts + 42 and <= OpenSslAlerts + 46 or OpenSslAlerts + 48 or OpenSslAlerts + 49 => ClientCertificateRefused,
        _ => null,
    };

    private static AttemptFailure Tls(string error) => new(AttemptOutcome.TlsFailed, error);
}
