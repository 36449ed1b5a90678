using System.ComponentModel.DataAnnotations;

namespace WebhookKit.Sending;

/// <summary>How one request is made and how much of the answer is read.</summary>
public sealed class SendingOptions
{
    /// <summary>How long an attempt may take from its start until the headers of the answer are in: resolving, connecting and sending included.</summary>
    /// <value>15 s by default; 100 ms to 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may take to be made, TLS handshake included.</summary>
    /// <value>5 s by default; 100 ms to 1 minute, not longer than <see cref="Timeout"/>.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection is used before a new one is made, and the host name looked up and judged anew: for so long a change of DNS, or
    /// of the egress options, may not be seen by requests to the same host.
    /// </summary>
    /// <value>2 minutes by default; 1 s to 10 minutes.</value>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the body of an answer is waited for. The attempt is decided by then, and running out changes nothing.</summary>
    /// <value>1 s by default; 10 ms to 10 s.</value>
    public TimeSpan ExcerptTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes of an answer's body are kept in the log of attempts.</summary>
    /// <value>4,096 by default; 0 keeps nothing, 16,384 is the most.</value>
    [Range(0, 16_384)]
    public int ResponseExcerptBytes { get; set; } = 4096;

    /// <summary>Whether the beginning of the answer is kept for successful attempts too.</summary>
    /// <value>False by default.</value>
    public bool KeepExcerptOfSuccess { get; set; }

    /// <summary>
    /// Whether a receiver may end more than the attempt by a <c>webhook-delivery</c> header in its answer: with <c>abort-message</c> a
    /// failed delivery becomes a dead letter at once, and with <c>disable</c> the endpoint is disabled, as by the status 410.
    /// </summary>
    /// <value>False by default.</value>
    public bool HonourDirectives { get; set; }

    /// <summary>The <c>User-Agent</c> header.</summary>
    /// <value>The library's name and version by default; visible ASCII, at most 256 characters.</value>
    public string UserAgent { get; set; } = DefaultUserAgent.Value;
}
