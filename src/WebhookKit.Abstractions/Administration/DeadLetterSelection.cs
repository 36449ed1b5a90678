namespace WebhookKit.Administration;

/// <summary>Which dead letters to replay. Filters that are null do not filter.</summary>
public sealed class DeadLetterSelection
{
    /// <summary>Only those to this endpoint.</summary>
    public EndpointId? Endpoint { get; init; }

    /// <summary>Only those created at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those created before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many at the most.</summary>
    /// <value>1,000 by default; 1 to 1,000.</value>
    public int Limit { get; init; } = 1000;
}
