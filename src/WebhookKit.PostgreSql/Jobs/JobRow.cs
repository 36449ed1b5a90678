using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

/// <summary>A job as it is kept; filled by Dapper.</summary>
internal sealed class JobRow
{
    public required Guid Id { get; init; }

    public required short Kind { get; init; }

    public string? Owner { get; init; }

    public required string Selection { get; init; }

    public int? Rate { get; init; }

    public required short Status { get; init; }

    public string? FailureReason { get; init; }

    public long? Total { get; init; }

    public required long Done { get; init; }

    public required long Skipped { get; init; }

    public string? Position { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public required long Revision { get; init; }

    public JobRecord ToRecord() => new()
    {
        Job = new WebhookJob
        {
            Id = new JobId(Id),
            Kind = (JobKind)Kind,
            Owner = Owner,
            Selection = SelectionColumn.Read(Selection),
            Rate = Rate,
            Status = (JobStatus)Status,
            FailureReason = FailureReason,
            Total = Total,
            Done = Done,
            Skipped = Skipped,
            RequestedBy = RequestedBy,
            CreatedAt = UtcTime.ToMoment(CreatedAt),
            StartedAt = UtcTime.ToMoment(StartedAt),
            UpdatedAt = UtcTime.ToMoment(UpdatedAt),
            EndedAt = UtcTime.ToMoment(EndedAt),
        },
        Position = Position,
        Revision = Revision,
    };
}
