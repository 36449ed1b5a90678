using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>What happens to every request around its handler: who asks, what is allowed in the query, and what becomes of failures.</summary>
internal sealed partial class ApiPipeline(WebhooksApiOptions options, ILogger<ApiPipeline> logger)
{
    public RequestDelegate For(ApiRoute route) => context => RunAsync(route, context);

    private async Task RunAsync(ApiRoute route, HttpContext context)
    {
        var aborted = context.RequestAborted;
        try
        {
            var answer = await AnswerAsync(route, context, aborted).ConfigureAwait(false);
            await answer.WriteAsync(context.Response, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }

    private async Task<Answer> AnswerAsync(ApiRoute route, HttpContext context, CancellationToken aborted)
    {
        try
        {
            var callers = context.RequestServices.GetService<IWebhookCallerProvider>() ?? SignedInCaller.Instance;
            if (await callers.GetCallerAsync(context, aborted).ConfigureAwait(false) is not { } named)
            {
                var nobody = await SignedInCaller.Instance.GetCallerAsync(context, aborted).ConfigureAwait(false);
                return await RefuseAsync(route, RequestSource.Complete(nobody!, context), context, "You may not use the webhooks of this application.", aborted).ConfigureAwait(false);
            }

            var caller = RequestSource.Complete(named, context);
            if (!caller.Permissions.HasFlag(route.Needs))
            {
                return await RefuseAsync(route, caller, context, $"This needs the permission {route.Needs}.", aborted).ConfigureAwait(false);
            }

            var query = new QueryReader(context.Request.Query, route.Query);
            query.ThrowIfAnyError();
            var call = new ApiCall(context, caller, query, options.MaxRequestBytes);
            return HttpMethods.IsGet(route.Method)
                ? await ReadAsync(route, call, aborted).ConfigureAwait(false)
                : await route.Handle(call, aborted).ConfigureAwait(false);
        }
        catch (RefusedRequestException exception)
        {
            return Problems.Of(exception.Status, exception.Message);
        }
        catch (WebhookValidationException exception)
        {
            return Problems.Invalid(exception.Errors);
        }
        catch (WebhookTestLimitException exception)
        {
            return Problems.TooMany(exception.Message, exception.RetryAfter);
        }
        catch (IdempotencyConflictException exception)
        {
            return Problems.Conflict(
                $"The Idempotency-Key belongs to event {exception.Existing}, which has another type, content type or payload; use a new key for a new event.");
        }
        catch (WebhookStoreException exception) when (exception.IsTransient)
        {
            Log.StoreUnavailable(logger, route.Name, exception);
            return Problems.Unavailable(TraceIdOf(context));
        }
        catch (Exception exception) when (!aborted.IsCancellationRequested)
        {
            Log.RequestFailed(logger, route.Name, exception);
            return Problems.Failed(TraceIdOf(context));
        }
    }

    private async Task<Answer> ReadAsync(ApiRoute route, ApiCall call, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(options.ReadTimeout, call.Get<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, deadline.Token);
        try
        {
            return await route.Handle(call, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebhookStoreException && deadline.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            Log.ReadStopped(logger, route.Name, options.ReadTimeout);
            return Problems.TooLong(options.ReadTimeout);
        }
    }

    private static async Task<Answer> RefuseAsync(ApiRoute route, WebhookCaller caller, HttpContext context, string why, CancellationToken aborted)
    {
        if (!HttpMethods.IsGet(route.Method))
        {
            await ApiAudit.NoteAsync(context.RequestServices, caller, ApiAudit.RequestRefused, route.Name, caller.Owner ?? "", why, aborted).ConfigureAwait(false);
        }

        return Problems.Forbidden(why);
    }

    private static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;
}
