using Microsoft.AspNetCore.Http;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore;

/// <summary>What an endpoint that receives webhooks asks of them.</summary>
public sealed class WebhookSignatureOptions
{
    internal const int LongestName = 200;

    /// <summary>The secrets that are accepted: one, and two while one replaces the other. Needed unless there are <see cref="Keys"/> or <see cref="FindSender"/>.</summary>
    public IList<WebhookSecret> Secrets { get; } = [];

    /// <summary>
    /// The public keys that are accepted, for example Ed25519 keys of the package WebhookKit.Ed25519: one, and two while one replaces the other.
    /// A request needs a signature by a secret or by a key, not by both.
    /// </summary>
    public IList<IWebhookVerificationKey> Keys { get; } = [];

    /// <summary>
    /// Says for each request whose secrets are accepted, for example by a part of the path; null where there is no such sender, which is
    /// answered like a wrong signature.
    /// </summary>
    /// <value>Null by default: <see cref="Secrets"/> are accepted.</value>
    /// <remarks>Called concurrently, before anything of the request is verified. Must not read the body. What it throws is the host's to answer.</remarks>
    public Func<HttpContext, CancellationToken, ValueTask<WebhookSender?>>? FindSender { get; set; }

    /// <summary>How far the timestamp may be from the clock, in both directions.</summary>
    /// <value>5 minutes by default.</value>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How large a body may be, in bytes. A larger one is answered with 413. It takes the place of the server's own limit.</summary>
    /// <value>1 MiB by default.</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long an event is remembered, so that it is processed once; null to let every verified request through. Should be longer than the
    /// sender tries again.
    /// </summary>
    /// <value>7 days by default; at least twice the tolerance, because that is how long a recorded request can be valid.</value>
    public TimeSpan? RememberFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long an event belongs to the request that processes it. Only after that, if the process has died meanwhile, can the event
    /// be processed again; set it to more than the handler ever takes.
    /// </summary>
    /// <value>5 minutes by default.</value>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The name that processed events are remembered under; at most 200 characters. Endpoints with the same name share what they
    /// remember. Set it where the store outlives the process: the pattern of a route may change.
    /// </summary>
    /// <value>Null by default: the pattern of the route.</value>
    public string? Receiver { get; set; }

    /// <summary>Adds a secret in its text form.</summary>
    /// <param name="text"><c>whsec_</c> and base64.</param>
    /// <exception cref="ArgumentException">The text is not a secret. The message does not repeat it.</exception>
    public void AddSecret(string? text) => Secrets.Add(
        WebhookSecret.TryParse(text, out var secret)
            ? secret
            : throw new ArgumentException("A webhook secret is 'whsec_' and the base64 of 24 to 64 bytes, as shown when the endpoint was created.", nameof(text)));
}
