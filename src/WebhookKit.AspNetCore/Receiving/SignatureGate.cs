using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>Stands before an endpoint: what has no valid signature does not get to parameter binding, filters or the handler.</summary>
internal sealed partial class SignatureGate(SignatureCheck check, OnceOnly? once, string receiver, RequestDelegate handler, ILogger logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ReceivedWebhook? webhook;
        try
        {
            (webhook, var refusal) = await check.VerifyAsync(context).ConfigureAwait(false);
            if (webhook is null)
            {
                Log.Refused(logger, receiver, refusal!.Code);
                await refusal.WriteAsync(context.Response, context.RequestAborted).ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
            return;
        }

        await PassOnAsync(context, webhook).ConfigureAwait(false);
    }

    private async Task PassOnAsync(HttpContext context, ReceivedWebhook webhook)
    {
        var consumed = context.Request.Body;
        context.Request.Body = StreamOver(webhook.Body);
        context.Features.Set(webhook);
        try
        {
            await (once is null ? handler(context) : once.RunAsync(context, webhook, handler)).ConfigureAwait(false);
        }
        finally
        {
            context.Request.Body = consumed;
        }
    }

    private static MemoryStream StreamOver(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var bytes) && bytes.Array is not null
            ? new MemoryStream(bytes.Array, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
