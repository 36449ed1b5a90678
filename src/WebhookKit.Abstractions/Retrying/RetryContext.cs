namespace WebhookKit.Retrying;

/// <summary>What is known about an attempt that failed.</summary>
public sealed class RetryContext
{
    /// <summary>The number of the attempt, from 1.</summary>
    public required int AttemptNumber { get; init; }

    /// <summary>What became of it.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The status code, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// How long the receiver asked to wait, between zero and 24 h; null where it did not. Honoured by the engine: the next
    /// attempt is never earlier than either the policy or the receiver says.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long ago the event was published, or was to be delivered first (<see cref="WebhookEvent.DeliverAt"/>) where that is later.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>A random number, at least 0 and below 1, for jitter.</summary>
    public required double Random { get; init; }
}
