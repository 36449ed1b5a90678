namespace WebhookKit.AspNetCore;

/// <summary>Settings of the HTTP API, checked when <c>MapWebhooks</c> is called.</summary>
public sealed class WebhooksApiOptions
{
    internal const int LeastRequestBytes = 1024;

    /// <summary>The largest request body that is read, a batch of events among them. A larger one is answered with 413.</summary>
    /// <value>8 MB by default; at least 1,024 bytes.</value>
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;
}
