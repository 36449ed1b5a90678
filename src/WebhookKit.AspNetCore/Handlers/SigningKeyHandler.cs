using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Answers the public keys of an endpoint.</summary>
internal sealed class SigningKeyHandler(IWebhookSigningKeys keys)
{
    public const string Parameter = "endpoint";

    private const string ContentType = "application/jwk-set+json";
    private const string CacheControl = "public, max-age=300";

    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        WebhookKeySet? found;
        try
        {
            found = EndpointId.TryParse(context.Request.RouteValues[Parameter] as string, null, out var id)
                ? await keys.FindAsync(id, context.RequestAborted).ConfigureAwait(false)
                : null;
        }
        catch (WebhookStoreException)
        {
            await Problems.Unavailable(Activity.Current?.Id ?? context.TraceIdentifier).WriteAsync(context.Response, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (found is null)
        {
            await Problems.NotFound("endpoint").WriteAsync(context.Response, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = CacheControl;
        await context.Response.WriteAsync(found.ToJson(), context.RequestAborted).ConfigureAwait(false);
    }
}
