using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryJobStore(InMemoryState state) : IJobStore
{
    private readonly OrderedTable<Guid, JobRecord> _jobs = new(Comparer<Guid>.Default);
    private readonly JobDeliveries _deliveries = new(state);

    public ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default) =>
        state.RunAsync(Create, creation, cancellationToken);

    public ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(asked => Find(asked.Id, asked.Owner), query, cancellationToken);

    public ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(List, query, cancellationToken);

    public ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default) =>
        state.RunAsync(Advance, step, cancellationToken);

    public ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default) =>
        state.RunAsync(Cancel, cancellation, cancellationToken);

    public ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(_deliveries.ReadMissed, query, cancellationToken);

    public ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default) =>
        state.RunAsync(Purge, purge, cancellationToken);

    private static bool HasEnded(JobRecord record) => record.Job.Status is not (JobStatus.Pending or JobStatus.Running);

    private JobRecord Create(JobCreation creation)
    {
        var job = creation.Job;
        var record = new JobRecord
        {
            Job = new WebhookJob
            {
                Id = job.Id,
                Kind = job.Kind,
                Owner = job.Owner,
                Selection = job.Selection,
                Rate = job.Rate,
                RequestedBy = job.RequestedBy,
                CreatedAt = job.CreatedAt,
                UpdatedAt = job.CreatedAt,
            },
            Revision = 1,
        };
        _jobs.Add(job.Id.Value, record);
        state.Audit.Add(creation.Audit.Id, creation.Audit);
        return record;
    }

    private JobRecord? Find(JobId id, string? owner) =>
        _jobs.TryGet(id.Value, out var record) && (owner is null || record.Job.Owner == owner) ? record : null;

    private JobPage List(JobListQuery query)
    {
        var found = _jobs.Descending(query.After)
            .Where(record => (query.Owner is null || record.Job.Owner == query.Owner) && (query.HasEnded is null || HasEnded(record) == query.HasEnded))
            .Take(query.Limit + 1)
            .ToArray();
        return new JobPage { Items = [.. found.Take(query.Limit)], HasMore = found.Length > query.Limit };
    }

    private JobRecord? Advance(JobStep step)
    {
        if (Find(step.Id, owner: null) is not { } record || record.Revision != step.Revision || HasEnded(record))
        {
            return null;
        }

        var made = _deliveries.Make(step);
        var asked = step.Replays.Count + step.FirstDeliveries.Count;
        var hasEnded = step.Status is not (JobStatus.Pending or JobStatus.Running);
        return Replace(record, step.Status, step.At, hasEnded, step.Position, step.Total, step.FailureReason, made, asked - made);
    }

    private CancelOutcome Cancel(JobCancellation cancellation)
    {
        if (Find(cancellation.Id, cancellation.Owner) is not { } record)
        {
            return CancelOutcome.NotFound;
        }

        if (HasEnded(record))
        {
            return CancelOutcome.AlreadyEnded;
        }

        Replace(record, JobStatus.Cancelled, cancellation.At, hasEnded: true, record.Position, record.Job.Total, failure: null, done: 0, skipped: 0);
        state.Audit.Add(cancellation.Audit.Id, cancellation.Audit);
        return CancelOutcome.Cancelled;
    }

    private JobRecord Replace(
        JobRecord old, JobStatus status, DateTimeOffset at, bool hasEnded, string? position, long? total, string? failure, int done, int skipped)
    {
        var job = old.Job;
        var record = new JobRecord
        {
            Job = new WebhookJob
            {
                Id = job.Id,
                Kind = job.Kind,
                Owner = job.Owner,
                Selection = job.Selection,
                Rate = job.Rate,
                RequestedBy = job.RequestedBy,
                CreatedAt = job.CreatedAt,
                Status = status,
                FailureReason = failure,
                Total = total,
                Done = job.Done + done,
                Skipped = job.Skipped + skipped,
                StartedAt = status == JobStatus.Cancelled ? job.StartedAt : job.StartedAt ?? at,
                UpdatedAt = at,
                EndedAt = hasEnded ? at : null,
            },
            Position = position,
            Revision = old.Revision + 1,
        };
        _jobs.Replace(job.Id.Value, record);
        return record;
    }

    private int Purge(JobPurge purge)
    {
        var old = _jobs.Ascending().Where(record => record.Job.EndedAt < purge.EndedBefore).Take(purge.Limit).ToArray();
        foreach (var record in old)
        {
            _jobs.Remove(record.Job.Id.Value);
        }

        return old.Length;
    }
}
