using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Answers;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>Keeps an API that nobody decided about closed: at start, and again when a route is built.</summary>
internal sealed partial class AuthorizationGuard(string prefix, ILogger<AuthorizationGuard> logger)
{
    private string Sentence =>
        $"The webhooks API at '{prefix}' says neither who may use it nor that everybody may: add .RequireAuthorization(\"policy\") to MapWebhooks(\"{prefix}\"), "
        + "or .AllowAnonymous() to leave it open on purpose.";

    /// <summary>Answers null when every route says who may use it.</summary>
    /// <remarks>
    /// Looks at the source that mapping added and not at those of the application: their routes are none of our business, and
    /// a web application shows them to its services only after the checks at start.
    /// </remarks>
    public string? Check(EndpointDataSource routes) => routes.Endpoints.All(route => IsDecided(route.Metadata)) ? null : Sentence;

    /// <summary>Refuses what the check at start could not see, such as routes mapped while the application starts.</summary>
    public void Close(EndpointBuilder route)
    {
        if (!IsDecided(route.Metadata))
        {
            route.RequestDelegate = RefuseAsync;
        }
    }

    private static bool IsDecided(IEnumerable<object> metadata) =>
        metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy or IAllowAnonymous);

    private Task RefuseAsync(HttpContext context)
    {
        Log.LeftOpen(logger, Sentence);
        return Problems.Of(StatusCodes.Status500InternalServerError, "The application does not say who may use this; the server's log says what to do.")
            .WriteAsync(context.Response, context.RequestAborted);
    }
}
