using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Receiving;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>Lets the handler process an event once: keeps others away meanwhile, and remembers how it ended.</summary>
internal sealed partial class OnceOnly(string receiver, TimeSpan claimFor, TimeSpan rememberFor, ILogger logger)
{
    /// <summary>Whoever processes the event nearly always ends well before the claim does.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public async Task RunAsync(HttpContext context, ReceivedWebhook webhook, RequestDelegate handler)
    {
        var store = context.RequestServices.GetRequiredService<IProcessedEventStore>();
        var request = new ProcessingRequest
        {
            Receiver = receiver,
            Sender = webhook.Sender,
            EventId = webhook.Id,
            ClaimFor = claimFor,
            RememberFor = rememberFor,
        };
        var start = await store.BeginAsync(request, context.RequestAborted).ConfigureAwait(false);
        switch (start.State)
        {
            case ProcessingState.Begun:
                await ProcessAsync(context, store, start.Claim!, handler).ConfigureAwait(false);
                break;
            case ProcessingState.Done:
                // The sender has not heard of the success, or it would not ask again: it must see one.
                Log.Repeated(logger, receiver, webhook.Id);
                context.Response.StatusCode = StatusCodes.Status200OK;
                context.Response.ContentLength = 0;
                break;
            default:
                Log.Overlapped(logger, receiver, webhook.Id);
                await Refusal.InProgress.WriteAsync(context.Response, context.RequestAborted, PauseFor(start)).ConfigureAwait(false);
                break;
        }
    }

    private static TimeSpan PauseFor(ProcessingStart start)
    {
        var free = start.FreeAfter ?? LongestPause;
        return free < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : free < LongestPause ? free : LongestPause;
    }

    private async Task ProcessAsync(HttpContext context, IProcessedEventStore store, ProcessingClaim claim, RequestDelegate handler)
    {
        var isProcessed = false;
        try
        {
            await handler(context).ConfigureAwait(false);
            isProcessed = context.Response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            await EndAsync(store, claim, isProcessed).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Not cancelled by a sender that has gone: what was processed was processed. A store that fails here changes no answer: the claim
    /// ends by itself, and the event may then be processed again. A cancellation can only be a timeout of the store's own.
    /// </summary>
    private async Task EndAsync(IProcessedEventStore store, ProcessingClaim claim, bool isProcessed)
    {
        try
        {
            var isInForce = isProcessed
                ? await store.CompleteAsync(claim, CancellationToken.None).ConfigureAwait(false)
                : await store.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
            if (!isInForce)
            {
                Log.ClaimLost(logger, receiver, claim.EventId, claimFor);
            }
        }
        catch (Exception exception)
        {
            Log.EndNotRecorded(logger, receiver, claim.EventId, isProcessed, exception);
        }
    }
}
