namespace WebhookKit.Storage;

/// <summary>Keeps jobs, and makes their steps.</summary>
public interface IJobStore
{
    /// <summary>Stores a new job, pending, together with its audit entry.</summary>
    /// <param name="creation">The job.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Reads one job.</summary>
    /// <param name="query">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The job, or null where it does not exist or belongs to another owner.</returns>
    ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists jobs, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a step: new deliveries and the job's progress, in one transaction, if the job has not ended and nobody has made a step since
    /// its revision was read. However many make the same step at once, one does.
    /// </summary>
    /// <remarks>
    /// The original of a replay is looked at under a lock: what has been replayed meanwhile, or is neither dead nor cancelled, is passed
    /// over. So is a first delivery where there is one already or has been, and what is for an endpoint that is disabled or gone.
    /// </remarks>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The job as it is now, or null where it has ended, is gone, or somebody else was first.</returns>
    ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job that has not ended, together with its audit entry. A step that is under way ends first.</summary>
    /// <param name="cancellation">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks through events, newest first, for those of an owner of which an endpoint has no delivery in any state, and no replay of one.
    /// </summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default);

    /// <summary>Removes jobs that ended before a moment, and answers how many there were.</summary>
    /// <param name="purge">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default);
}
