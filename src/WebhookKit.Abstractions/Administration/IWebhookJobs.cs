using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Starts and watches jobs, which make many new deliveries and survive restarts: what the HTTP API does, for code.</summary>
/// <remarks>
/// Thread-safe; a singleton. Jobs are run by whichever instances deliver. Every method throws <see cref="WebhookStoreException"/> when the
/// database does not answer. Starting and cancelling are written to the audit log.
/// </remarks>
public interface IWebhookJobs
{
    /// <summary>Counts what a job would select now. Starts nothing. Reads all of it, page by page.</summary>
    /// <param name="input">The job.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <returns>How many; null where the endpoint does not exist or belongs to another owner.</returns>
    /// <exception cref="WebhookValidationException">The job breaks a rule.</exception>
    Task<long?> CountAsync(JobInput input, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a job; an instance that delivers begins with it within a second or two. Starting the same again makes nothing twice: what
    /// one job has made a new delivery for is no longer selected by another.
    /// </summary>
    /// <param name="input">The job.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The job; null where the endpoint does not exist or belongs to another owner.</returns>
    /// <exception cref="WebhookValidationException">The job breaks a rule, or its endpoint is disabled and not to be enabled with it.</exception>
    Task<WebhookJob?> StartAsync(JobInput input, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Reads one job.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The job, or null where it does not exist or belongs to another owner.</returns>
    Task<WebhookJob?> FindAsync(JobId id, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Lists jobs, newest first. Who may see one owner only gets the jobs of that one.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="caller">Who asks; its owner is added to the filters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<JobPage> ListAsync(JobListQuery query, WebhookCaller caller, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job before its next step. What it made until then stays.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<CancelOutcome> CancelAsync(JobId id, WebhookCaller caller, CancellationToken cancellationToken = default);
}
