using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore;

/// <summary>Asks a request for the webhook in it.</summary>
public static class ReceivedWebhookHttpContextExtensions
{
    /// <summary>The webhook that <c>RequireWebhookSignature</c> has verified; null where the endpoint does not require a signature.</summary>
    /// <param name="context">The request.</param>
    public static ReceivedWebhook? GetReceivedWebhook(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ReceivedWebhook>();
    }
}
