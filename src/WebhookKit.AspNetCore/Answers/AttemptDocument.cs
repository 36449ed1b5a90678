namespace WebhookKit.AspNetCore.Answers;

internal sealed class AttemptDocument
{
    public required int Number { get; init; }

    public required DateTime StartedAt { get; init; }

    public required double DurationMs { get; init; }

    public required string Outcome { get; init; }

    public int? StatusCode { get; init; }

    public string? Error { get; init; }

    public string? ResponseExcerpt { get; init; }

    public DateTime? NextAttemptAt { get; init; }

    public required bool IsStale { get; init; }

    public static AttemptDocument From(DeliveryAttempt attempt, bool withExcerpt) => new()
    {
        Number = attempt.Number,
        StartedAt = attempt.StartedAt.UtcDateTime,
        DurationMs = Math.Round(attempt.Duration.TotalMilliseconds, 3),
        Outcome = ApiNames.Of(attempt.Outcome),
        StatusCode = attempt.StatusCode,
        Error = attempt.Error,
        ResponseExcerpt = withExcerpt ? attempt.ResponseExcerpt : null,
        NextAttemptAt = attempt.NextAttemptAt?.UtcDateTime,
        IsStale = attempt.IsStale,
    };
}
