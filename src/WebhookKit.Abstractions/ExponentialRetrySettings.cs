namespace WebhookKit;

/// <summary>Delays that grow by a factor: <c>initial · factor^(n-1)</c>, at most <see cref="MaxDelay"/>.</summary>
public sealed class ExponentialRetrySettings
{
    /// <summary>The delay before the second attempt.</summary>
    /// <value>5 s by default; more than zero.</value>
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What each delay is multiplied by to get the next.</summary>
    /// <value>2 by default; 1 to 100.</value>
    public double Factor { get; set; } = 2;

    /// <summary>The longest delay.</summary>
    /// <value>24 h by default.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many attempts are made in all, the first one included.</summary>
    /// <value>10 by default; 1 to 1,000.</value>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// No attempt is planned that would begin later than this after the event was published, or was to be delivered first, apart from jitter and from a
    /// <c>Retry-After</c> that asks for longer. A replay of an older event gets one attempt.
    /// </summary>
    /// <value>Null by default: any age. More than zero, at most 365 days.</value>
    public TimeSpan? MaxAge { get; set; }
}
