using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

internal static class JobHandlers
{
    private const string Version = "/v1/";

    public static async Task<Answer> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = new JobListQuery { After = call.Query.FindCursor<Guid>(), Limit = call.Query.Limit() };
        call.Query.ThrowIfAnyError();

        var page = await call.Get<IWebhookJobs>().ListAsync(query, call.Caller, cancellationToken).ConfigureAwait(false);
        var list = new ListDocument<JobDocument>
        {
            Data = [.. page.Items.Select(record => JobDocument.Of(record.Job))],
            NextCursor = page.HasMore ? ListCursor.Write(page.Items[^1].Job.Id.Value) : null,
        };
        return Answer.Ok(list, ApiJson.Plain.ListDocumentJobDocument);
    }

    public static async Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken) =>
        await FindAsync(call, cancellationToken).ConfigureAwait(false) is { } job ? Document(job) : NotFound;

    public static async Task<Answer> CancelAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        if (call.Id<JobId>() is not { } id)
        {
            return NotFound;
        }

        var outcome = await call.Get<IWebhookJobs>().CancelAsync(id, call.Caller, cancellationToken).ConfigureAwait(false);
        if (outcome == CancelOutcome.AlreadyEnded)
        {
            return Problems.Conflict("The job has already ended.");
        }

        return await FindAsync(call, cancellationToken).ConfigureAwait(false) is { } job ? Document(job) : NotFound;
    }

    public static async Task<Answer> RecoverAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var (input, isPreview) = JobRequests.ReadRecovery(body.Root, call.Id<EndpointId>());
        if (input is { EnableEndpoint: true } && !call.Caller.Permissions.HasFlag(WebhookPermissions.ManageEndpoints))
        {
            // Whoever may not enable an endpoint may not do so by the way.
            return Problems.Forbidden($"enable needs the permission {WebhookPermissions.ManageEndpoints}.");
        }

        return await StartAsync(call, input, isPreview, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a job, or says how much it would select.</summary>
    /// <param name="call">The request.</param>
    /// <param name="input">The job; null where the endpoint's id cannot be one.</param>
    /// <param name="isPreview">Whether to count only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<Answer> StartAsync(ApiCall call, JobInput? input, bool isPreview, CancellationToken cancellationToken)
    {
        var jobs = call.Get<IWebhookJobs>();
        if (isPreview && input is not null)
        {
            return await jobs.CountAsync(input, call.Caller, cancellationToken).ConfigureAwait(false) is { } count
                ? Answer.Ok(new JobPreviewDocument { Count = count }, ApiJson.Plain.JobPreviewDocument)
                : Problems.NotFound("endpoint");
        }

        if (input is { EnableEndpoint: false, Selection.Endpoint: { } id }
            && await call.Get<IWebhookEndpoints>().FindAsync(id, call.Caller, cancellationToken).ConfigureAwait(false) is { Status: EndpointStatus.Disabled })
        {
            return Problems.Conflict("The endpoint is disabled; enable it first, or with the recovery: enable.");
        }

        return input is not null && await jobs.StartAsync(input, call.Caller, cancellationToken).ConfigureAwait(false) is { } job
            ? Answer.Accepted(JobDocument.Of(job), ApiJson.Plain.JobDocument, $"{call.Path[..call.Path.LastIndexOf(Version, StringComparison.Ordinal)]}{Version}jobs/{job.Id}")
            : Problems.NotFound("endpoint");
    }

    private static Answer NotFound => Problems.NotFound("job");

    private static Answer Document(WebhookJob job) => Answer.Ok(JobDocument.Of(job), ApiJson.Plain.JobDocument);

    private static async Task<WebhookJob?> FindAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Id<JobId>() is { } id ? await call.Get<IWebhookJobs>().FindAsync(id, call.Caller, cancellationToken).ConfigureAwait(false) : null;
}
