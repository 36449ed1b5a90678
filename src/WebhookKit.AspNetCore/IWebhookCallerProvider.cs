using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore;

/// <summary>Says on whose behalf a request to the HTTP API is made. Register one to let tenants use the API.</summary>
/// <remarks>
/// Called once for every request, after authorization, concurrently. Without one, the actor is the name of the signed-in
/// user, or <c>anonymous</c>, sees every owner and may do everything.
/// </remarks>
public interface IWebhookCallerProvider
{
    /// <summary>Names the caller.</summary>
    /// <param name="context">The request. Take the owner from what was authenticated, never from its query or body.</param>
    /// <param name="cancellationToken">The request was given up.</param>
    /// <returns>The caller, or null to refuse the request with 403.</returns>
    ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default);
}
