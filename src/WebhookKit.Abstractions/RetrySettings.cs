namespace WebhookKit;

/// <summary>When the failed deliveries of an endpoint, or of an event, are tried again. Exactly one of the three forms is set.</summary>
public sealed class RetrySettings
{
    /// <summary>
    /// The delays between attempts. The first attempt is always made at once; a leading zero that stands for it may be
    /// written or left out. When the delays are used up, the delivery is a dead letter.
    /// </summary>
    public IReadOnlyList<TimeSpan>? Schedule { get; init; }

    /// <summary>Delays that grow by a factor.</summary>
    public ExponentialRetrySettings? Exponential { get; init; }

    /// <summary>
    /// The key under which the host has registered an <see cref="Retrying.IRetryPolicy"/>, as by
    /// <c>services.AddKeyedSingleton&lt;IRetryPolicy, MyPolicy&gt;("mine")</c>. A process that delivers and has none of this name logs
    /// that as an error and follows the policy of the application.
    /// </summary>
    public string? Policy { get; init; }
}
