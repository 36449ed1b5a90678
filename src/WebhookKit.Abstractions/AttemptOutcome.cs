namespace WebhookKit;

/// <summary>
/// What became of one HTTP request. A closed set: it says enough to act on, and nothing that would map a network for the
/// one who chose the URL.
/// </summary>
public enum AttemptOutcome
{
    /// <summary>A status from 200 to 299.</summary>
    Succeeded = 0,

    /// <summary>Any other status, redirects among them.</summary>
    HttpFailure = 1,

    /// <summary>The total time ran out.</summary>
    TimedOut = 2,

    /// <summary>The egress policy forbids the URL or an address it resolves to. No request left.</summary>
    PolicyBlocked = 3,

    /// <summary>The host name could not be resolved.</summary>
    DnsFailed = 4,

    /// <summary>No connection could be made.</summary>
    ConnectFailed = 5,

    /// <summary>The TLS handshake failed, or the certificate is not trusted.</summary>
    TlsFailed = 6,

    /// <summary>The answer is not valid HTTP, or the connection ended before it was complete.</summary>
    ResponseInvalid = 7,

    /// <summary>Nothing is ever sent unsigned: there is no usable secret, or the signer failed. A delivery whose secrets cannot be read, or whose signer is not registered, waits, and makes no attempt.</summary>
    SigningUnavailable = 8,

    /// <summary>The payload could not be read from the payload store.</summary>
    PayloadUnavailable = 9,

    /// <summary>A component plugged into the library failed; the log says which and why.</summary>
    InternalError = 10,

    /// <summary>The event had expired (<see cref="WebhookEvent.ExpiresAt"/>). No request was made.</summary>
    Expired = 11,

    /// <summary>The filter of the endpoint does not match the payload. No request left, and none will for this delivery.</summary>
    Filtered = 12,

    /// <summary>
    /// Too many host names were being resolved at once. No request left; a delivery waits for a few seconds, without using up an
    /// attempt and without a line in its history, so that this is the outcome of a test event only.
    /// </summary>
    DnsBusy = 13,

    /// <summary>
    /// The egress proxy of the sending application cannot be reached, or refuses its credentials. No request left; a delivery waits for a few
    /// seconds, without using up an attempt and without a line in its history, so that this is the outcome of a test event only.
    /// </summary>
    ProxyUnavailable = 14,

    /// <summary>
    /// The egress proxy of the sending application did not connect to the endpoint, and did not refuse it either. No request left. It says nothing of
    /// the endpoint for sure, and does not count for its circuit or for being disabled.
    /// </summary>
    ProxyFailed = 15,
}
