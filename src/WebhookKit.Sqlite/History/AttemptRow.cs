using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.History;

/// <summary>An attempt as it is kept; filled by Dapper.</summary>
internal sealed class AttemptRow
{
    public required long Number { get; init; }

    public required long StartedAt { get; init; }

    public required long Duration { get; init; }

    public required long Outcome { get; init; }

    public long? StatusCode { get; init; }

    public string? Error { get; init; }

    public string? ResponseExcerpt { get; init; }

    public long? NextAttemptAt { get; init; }

    public required long IsStale { get; init; }

    public DeliveryAttempt ToAttempt() => new()
    {
        Number = (int)Number,
        StartedAt = SqliteTime.ToMoment(StartedAt),
        Duration = TimeSpan.FromMicroseconds(Duration),
        Outcome = (AttemptOutcome)Outcome,
        StatusCode = (int?)StatusCode,
        Error = Error,
        ResponseExcerpt = ResponseExcerpt,
        NextAttemptAt = SqliteTime.ToMoment(NextAttemptAt),
        IsStale = IsStale != 0,
    };
}
