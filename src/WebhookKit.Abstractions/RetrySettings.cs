namespace WebhookKit;

/// <summary>When an endpoint's failed deliveries are tried again. Exactly one of the two forms is set.</summary>
public sealed class RetrySettings
{
    /// <summary>
    /// The delays between attempts. The first attempt is always made at once; a leading zero that stands for it may be
    /// written or left out. When the delays are used up, the delivery is a dead letter.
    /// </summary>
    public IReadOnlyList<TimeSpan>? Schedule { get; init; }

    /// <summary>Delays that grow by a factor.</summary>
    public ExponentialRetrySettings? Exponential { get; init; }
}
