using System.Net.Sockets;
using System.Security.Authentication;

namespace WebhookKit.Sending;

/// <summary>Turns what the network threw into an outcome. The exceptions hold addresses, so none of their text is kept.</summary>
internal static class FailureClassifier
{
    public static AttemptFailure Classify(Exception exception)
    {
        // What this room threw itself says more than the layers that the HTTP stack put around it.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ProxyException proxy:
                    return proxy.Failure;
                case EgressBlockedException:
                    return new AttemptFailure(AttemptOutcome.PolicyBlocked, cause.Message);
                case CertificateRefusedException:
                    return new AttemptFailure(AttemptOutcome.TlsFailed, cause.Message);
                case HostUnresolvedException unresolved:
                    return Unresolved(unresolved.Error);
            }
        }

        if (TlsAlerts.Find(exception) is { } alert)
        {
            return alert;
        }

        return exception switch
        {
            HttpRequestException http => Http(http),
            OperationCanceledException => AttemptFailure.ConnectTimedOut,
            _ => AttemptFailure.InternalError,
        };
    }

    private static AttemptFailure Http(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Unresolved(SocketError.HostNotFound),
        HttpRequestError.ConnectionError => NotConnected(exception),
        HttpRequestError.SecureConnectionError => Tls,
        HttpRequestError.ConfigurationLimitExceeded =>
            Invalid("The headers of the answer are larger than 16 KiB; send fewer or smaller ones."),
        HttpRequestError.ResponseEnded =>
            Invalid("The endpoint closed the connection before it had answered."),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
            Invalid("What the endpoint answered is not valid HTTP."),
        _ => exception.InnerException switch
        {
            AuthenticationException => Tls,
            IOException or SocketException => Invalid("The connection broke before the endpoint had answered."),
            _ => AttemptFailure.InternalError,
        },
    };

    private static AttemptFailure Tls { get; } = new(
        AttemptOutcome.TlsFailed,
        "The TLS handshake failed; the endpoint must speak TLS 1.2 or newer with a certificate for its host name (tls_handshake_failed).");

    private static AttemptFailure Invalid(string error) => new(AttemptOutcome.ResponseInvalid, error);

    private static AttemptFailure NotConnected(HttpRequestException exception) => exception.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new(AttemptOutcome.ConnectFailed, "The endpoint refused the connection; check that it is up and listens on the port in its URL."),
        SocketException { SocketErrorCode: SocketError.TimedOut } or OperationCanceledException or TimeoutException =>
            AttemptFailure.ConnectTimedOut,
        SocketException or IOException or null =>
            new(AttemptOutcome.ConnectFailed, "No connection could be made; check that the endpoint is up and can be reached from the internet."),
        _ => AttemptFailure.InternalError,
    };

    private static AttemptFailure Unresolved(SocketError error) => error switch
    {
        SocketError.TryAgain or SocketError.TimedOut =>
            new(AttemptOutcome.DnsFailed, "The host name could not be resolved in time; check the name servers of its domain."),
        SocketError.NoBufferSpaceAvailable =>
            new(AttemptOutcome.DnsBusy, "Too many host names were being resolved at once; nothing is known of this one, and it is tried again."),
        _ => new(AttemptOutcome.DnsFailed, "The host name does not exist; check the URL and the DNS records of its domain."),
    };
}
