namespace WebhookKit.AspNetCore.Answers;

internal sealed class JobDocument
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    public string? FailureReason { get; init; }

    public string? Owner { get; init; }

    public string? EndpointId { get; init; }

    public DateTime? From { get; init; }

    public DateTime? To { get; init; }

    public string? EventType { get; init; }

    public string? Reason { get; init; }

    public required bool IncludeMissed { get; init; }

    public int? Rate { get; init; }

    public long? Total { get; init; }

    public required long Done { get; init; }

    public required long Skipped { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public static JobDocument Of(WebhookJob job) => new()
    {
        Id = job.Id.ToString(),
        Kind = ApiNames.Of(job.Kind),
        Status = ApiNames.Of(job.Status),
        FailureReason = job.FailureReason,
        Owner = job.Owner,
        EndpointId = job.Selection.Endpoint?.ToString(),
        From = job.Selection.From?.UtcDateTime,
        To = job.Selection.To?.UtcDateTime,
        EventType = job.Selection.EventType,
        Reason = job.Selection.Reason is { } reason ? ApiNames.Of(reason) : null,
        IncludeMissed = job.Selection.IncludeEventsWithoutDelivery,
        Rate = job.Rate,
        Total = job.Total,
        Done = job.Done,
        Skipped = job.Skipped,
        RequestedBy = job.RequestedBy,
        CreatedAt = job.CreatedAt.UtcDateTime,
        StartedAt = job.StartedAt?.UtcDateTime,
        UpdatedAt = job.UpdatedAt.UtcDateTime,
        EndedAt = job.EndedAt?.UtcDateTime,
    };
}
