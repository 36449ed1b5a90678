using WebhookKit.Storage;

namespace WebhookKit.Jobs;

/// <summary>Makes the next step of a job.</summary>
internal sealed class JobStepper(IJobStore jobs, IEndpointStore endpoints, JobReader reader, IDeliverySignal signal, Leasing.StoreClock storeClock)
{
    /// <summary>How many new deliveries a step makes at the most, so that it holds its locks for a moment only.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Answers the job as it is afterwards; null where somebody else was first.</summary>
    /// <param name="record">The job as it is known.</param>
    /// <param name="most">How many new deliveries to make.</param>
    /// <param name="cancellationToken">Stops; what has not been committed then is not made.</param>
    public async Task<JobRecord?> StepAsync(JobRecord record, int most, CancellationToken cancellationToken)
    {
        var job = record.Job;
        var endpoint = job.Selection.Endpoint is { } id
            ? (await endpoints.FindAsync(new EndpointQuery { Id = id, Owner = job.Owner }, cancellationToken).ConfigureAwait(false))?.Endpoint
            : null;
        if (job.Selection.Endpoint is not null && endpoint is null or { Status: EndpointStatus.Disabled })
        {
            return await jobs.AdvanceAsync(Failing(record, endpoint), cancellationToken).ConfigureAwait(false);
        }

        var position = JobPosition.Parse(record.Position);
        var scope = new JobScope(job.Kind, job.Owner, job.Selection, endpoint);
        var batch = position.IsCounting
            ? await reader.CountAsync(scope, position, cancellationToken).ConfigureAwait(false)
            : await reader.ReadAsync(scope, position, most, cancellationToken).ConfigureAwait(false);
        var step = position.IsCounting ? Counting(record, batch) : Making(record, batch);
        var advanced = await jobs.AdvanceAsync(step, cancellationToken).ConfigureAwait(false);
        if (advanced?.Job.Done > job.Done)
        {
            signal.Notify(step.Replays.Select(replay => replay.Original.Endpoint).Concat(step.FirstDeliveries.Select(first => first.Endpoint)).ToHashSet());
        }

        return advanced;
    }

    private JobStep Failing(JobRecord record, WebhookEndpoint? endpoint) => new()
    {
        Id = record.Job.Id,
        Revision = record.Revision,
        Position = record.Position,
        Status = JobStatus.Failed,
        FailureReason = endpoint is null ? "The endpoint was deleted." : "The endpoint is disabled. Enable it and start the job again.",
        Total = record.Job.Total,
        At = storeClock.Now,
    };

    private JobStep Counting(JobRecord record, JobBatch batch) => new()
    {
        Id = record.Job.Id,
        Revision = record.Revision,
        Position = (batch.Next ?? JobPosition.Counted).ToString(),
        Status = JobStatus.Running,
        Total = (record.Job.Total ?? 0) + batch.Count,
        At = storeClock.Now,
    };

    private JobStep Making(JobRecord record, JobBatch batch)
    {
        var now = storeClock.Now;
        return new JobStep
        {
            Id = record.Job.Id,
            Revision = record.Revision,
            Position = batch.Next?.ToString() ?? record.Position,
            Status = batch.Next is null ? JobStatus.Completed : JobStatus.Running,
            Total = record.Job.Total,
            Replays = [.. batch.Again.Select(one => new JobReplay(one.Delivery, one.Event, Guid.CreateVersion7(now)))],
            FirstDeliveries = batch.First,
            At = now,
        };
    }
}
