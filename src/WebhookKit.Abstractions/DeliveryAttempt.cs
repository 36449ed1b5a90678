namespace WebhookKit;

/// <summary>One HTTP request made for a delivery, as it is kept in the log.</summary>
public sealed class DeliveryAttempt
{
    /// <summary>The number of the attempt within its delivery, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When the attempt began, in UTC. By the store's clock, so that attempts of several instances have one order.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took until the outcome was known.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What became of it.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The status code, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What went wrong and what to do about it, in words that are safe to show to the endpoint's owner.</summary>
    public string? Error { get; init; }

    /// <summary>The beginning of the answer's body, cleaned of what no database could keep; null where none was kept.</summary>
    public string? ResponseExcerpt { get; init; }

    /// <summary>When the next attempt was planned, in UTC; null when this one was the last.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>
    /// Whether somebody else had recorded this attempt number first. The request was made, but it changed nothing.
    /// </summary>
    public bool IsStale { get; init; }
}
