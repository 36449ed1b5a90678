using WebhookKit.Relational.Values;

namespace WebhookKit.Relational.History;

/// <summary>An attempt as it is kept; filled by Dapper.</summary>
internal sealed class AttemptRow
{
    public required int Number { get; init; }

    public required DateTime StartedAt { get; init; }

    public required long Duration { get; init; }

    public required short Outcome { get; init; }

    public short? StatusCode { get; init; }

    public string? Error { get; init; }

    public string? ResponseExcerpt { get; init; }

    public DateTime? NextAttemptAt { get; init; }

    public required bool IsStale { get; init; }

    public DeliveryAttempt ToAttempt() => new()
    {
        Number = Number,
        StartedAt = UtcTime.ToMoment(StartedAt),
        Duration = TimeSpan.FromMicroseconds(Duration),
        Outcome = (AttemptOutcome)Outcome,
        StatusCode = StatusCode,
        Error = Error,
        ResponseExcerpt = ResponseExcerpt,
        NextAttemptAt = UtcTime.ToMoment(NextAttemptAt),
        IsStale = IsStale,
    };
}
