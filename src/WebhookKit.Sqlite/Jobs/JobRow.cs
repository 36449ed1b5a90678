using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Jobs;

/// <summary>A job as it is kept; filled by Dapper.</summary>
internal sealed class JobRow
{
    public required byte[] Id { get; init; }

    public required long Kind { get; init; }

    public string? Owner { get; init; }

    public required string Selection { get; init; }

    public long? Rate { get; init; }

    public required long Status { get; init; }

    public string? FailureReason { get; init; }

    public long? Total { get; init; }

    public required long Done { get; init; }

    public required long Skipped { get; init; }

    public string? Position { get; init; }

    public required string RequestedBy { get; init; }

    public required long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public long? EndedAt { get; init; }

    public required long Revision { get; init; }

    public JobRecord ToRecord() => new()
    {
        Job = new WebhookJob
        {
            Id = new JobId(BinaryKey.ToGuid(Id)),
            Kind = (JobKind)Kind,
            Owner = Owner,
            Selection = SelectionColumn.Read(Selection),
            Rate = (int?)Rate,
            Status = (JobStatus)Status,
            FailureReason = FailureReason,
            Total = Total,
            Done = Done,
            Skipped = Skipped,
            RequestedBy = RequestedBy,
            CreatedAt = SqliteTime.ToMoment(CreatedAt),
            StartedAt = SqliteTime.ToMoment(StartedAt),
            UpdatedAt = SqliteTime.ToMoment(UpdatedAt),
            EndedAt = SqliteTime.ToMoment(EndedAt),
        },
        Position = Position,
        Revision = Revision,
    };
}
