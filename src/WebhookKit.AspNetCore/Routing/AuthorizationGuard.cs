using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WebhookKit.AspNetCore.Answers;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>Keeps an API that nobody decided about closed: at start, and again when a route is built.</summary>
internal sealed partial class AuthorizationGuard(string prefix, bool isDevelopment, ILogger<AuthorizationGuard> logger)
{
    private string Undecided =>
        $"The webhooks API at '{prefix}' says neither who may use it nor that everybody may: add .RequireAuthorization(\"policy\") to MapWebhooks(\"{prefix}\"), "
        + "or, in Development, .AllowAnonymous() to leave it open on purpose.";

    private string Open =>
        $"The webhooks API at '{prefix}' is open to everybody by .AllowAnonymous(), which is for Development alone: add .RequireAuthorization(\"policy\") to "
        + $"MapWebhooks(\"{prefix}\") instead. Where something in front of the application decides, say so: .RequireAuthorization(policy => policy.RequireAssertion(_ => true)).";

    /// <summary>Answers null when every route says who may use it.</summary>
    /// <remarks>
    /// Looks at the source that mapping added and not at those of the application: their routes are none of our business, and
    /// a web application shows them to its services only after the checks at start.
    /// </remarks>
    public string? Check(EndpointDataSource routes) => routes.Endpoints.Select(route => Judge(route.Metadata)).FirstOrDefault(wrong => wrong is not null);

    /// <summary>Refuses what the check at start could not see, such as routes mapped while the application starts.</summary>
    public void Close(EndpointBuilder route)
    {
        if (Judge(route.Metadata) is { } wrong)
        {
            route.RequestDelegate = context => RefuseAsync(context, wrong);
        }
    }

    // Where both are there, everybody may.
    private string? Judge(IEnumerable<object> metadata) =>
        metadata.Any(item => item is IAllowAnonymous) ? (isDevelopment ? null : Open)
        : metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy) ? null
        : Undecided;

    private Task RefuseAsync(HttpContext context, string wrong)
    {
        Log.LeftOpen(logger, wrong);
        return Problems.Of(StatusCodes.Status500InternalServerError, "The application does not say who may use this; the server's log says what to do.")
            .WriteAsync(context.Response, context.RequestAborted);
    }
}
