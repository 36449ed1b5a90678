namespace WebhookKit.Dispatching;

/// <summary>
/// When requests to an endpoint are held back because too many have failed. Section <c>Dispatching:Circuit</c>. What counts as failed is an
/// attempt without an answer, or answered with 408, 429, or 500 and above; what is refused with another status shows that somebody answers.
/// </summary>
public sealed class CircuitOptions
{
    /// <summary>Whether circuits open by themselves. By hand they can be opened and closed in any case.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Which share of the attempts within <see cref="Window"/> has to fail.</summary>
    /// <value>0.5 by default; 0.01 to 1.</value>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>
    /// How many attempts there have to be within <see cref="Window"/>, so that few say nothing. As many failures in a row open it however
    /// long they take.
    /// </summary>
    /// <value>10 by default; 2 to 10,000.</value>
    public int MinimumAttempts { get; set; } = 10;

    /// <summary>How far back attempts are counted.</summary>
    /// <value>1 minute by default; 1 second to 1 hour.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it stays open at first; twice as long each time that one which is tried fails, too.</summary>
    /// <value>30 s by default; 1 second to <see cref="MaxOpenFor"/>.</value>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open at the most until the next try.</summary>
    /// <value>10 minutes by default; 1 second to 1 day.</value>
    public TimeSpan MaxOpenFor { get; set; } = TimeSpan.FromMinutes(10);
}
