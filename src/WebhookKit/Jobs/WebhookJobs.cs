using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Jobs;

internal sealed class WebhookJobs(
    IJobStore jobs, IEndpointStore endpoints, IWebhookEndpoints switches, JobReader reader, JobSignal signal, AuditWriter audit, TimeProvider time)
    : IWebhookJobs
{
    public async Task<long?> CountAsync(JobInput input, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        if (await ScopeAsync(input, caller, cancellationToken).ConfigureAwait(false) is not { } scope)
        {
            return null;
        }

        var total = 0L;
        for (JobPosition? position = JobPosition.Counted; position is not null;)
        {
            var batch = await reader.CountAsync(scope, position.Value, cancellationToken).ConfigureAwait(false);
            total += batch.Count;
            position = batch.Next;
        }

        return total;
    }

    public async Task<WebhookJob?> StartAsync(JobInput input, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        if (await ScopeAsync(input, caller, cancellationToken).ConfigureAwait(false) is not { } scope)
        {
            return null;
        }

        if (scope.Endpoint is { Status: EndpointStatus.Disabled } disabled)
        {
            if (!input.EnableEndpoint)
            {
                throw new WebhookValidationException("endpoint_id", "is that of a disabled endpoint: nothing can be sent to it. Enable it first, or with the recovery.");
            }

            await switches.EnableAsync(disabled.Id, caller, cancellationToken).ConfigureAwait(false);
        }

        var now = time.GetUtcNow();
        var id = new JobId(Guid.CreateVersion7(now));
        var job = new WebhookJob
        {
            Id = id,
            Kind = scope.Kind,
            Owner = scope.Owner,
            Selection = scope.Selection,
            Rate = input.Rate,
            RequestedBy = caller.Actor,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var created = await jobs.CreateAsync(
            new JobCreation { Job = job, Audit = audit.Write(AuditActions.JobStarted, id.ToString(), scope.Owner ?? "", caller) },
            cancellationToken).ConfigureAwait(false);
        signal.Wake.Raise();
        return created.Job;
    }

    public async Task<WebhookJob?> FindAsync(JobId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);

        return (await jobs.FindAsync(new JobQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false))?.Job;
    }

    public async Task<JobPage> ListAsync(JobListQuery query, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(caller);

        var allowed = caller.Owner is null
            ? query
            : new JobListQuery { Owner = caller.Owner, HasEnded = query.HasEnded, After = query.After, Limit = query.Limit };
        return await jobs.ListAsync(allowed, cancellationToken).ConfigureAwait(false);
    }

    public async Task<CancelOutcome> CancelAsync(JobId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);

        if (await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } job)
        {
            return CancelOutcome.NotFound;
        }

        var cancellation = new JobCancellation
        {
            Id = id,
            Owner = caller.Owner,
            At = time.GetUtcNow(),
            Audit = audit.Write(AuditActions.JobCancelled, id.ToString(), job.Owner ?? "", caller),
        };
        var outcome = await jobs.CancelAsync(cancellation, cancellationToken).ConfigureAwait(false);
        signal.Wake.Raise();
        return outcome;
    }

    /// <summary>Answers null where the endpoint is not there for the caller.</summary>
    private async Task<JobScope?> ScopeAsync(JobInput input, WebhookCaller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(caller);
        JobRules.Require(input);

        if (input.Selection.Endpoint is not { } id)
        {
            return new JobScope(input.Kind, caller.Owner, input.Selection, null);
        }

        var found = await endpoints.FindAsync(new EndpointQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false);
        return found is null ? null : new JobScope(input.Kind, found.Endpoint.Owner, input.Selection, found.Endpoint);
    }
}
