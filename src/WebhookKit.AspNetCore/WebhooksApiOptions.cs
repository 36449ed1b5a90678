namespace WebhookKit.AspNetCore;

/// <summary>Settings of the HTTP API, checked when <c>MapWebhooks</c> is called.</summary>
public sealed class WebhooksApiOptions
{
    internal const int LeastRequestBytes = 1024;
    internal static readonly TimeSpan ShortestRead = TimeSpan.FromMilliseconds(1);
    internal static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(10);

    /// <summary>The largest request body that is read, a batch of events among them. A larger one is answered with 413.</summary>
    /// <value>8 MB by default; at least 1,024 bytes.</value>
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How long a request that reads may take. Then the database is told to stop, and the answer is 503: a search over all that there is, by
    /// somebody who has next to nothing of it, must not keep a connection busy for long.
    /// </summary>
    /// <value>5 s by default; 1 ms to 10 minutes.</value>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
