using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.AspNetCore.Handlers;
using WebhookKit.Signing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the public keys that requests are signed with.</summary>
public static class WebhookSigningKeysEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a JSON Web Key Set (RFC 7517, RFC 8037) for each endpoint: the public keys in force, and no secret. Anybody may read it, unless the host
    /// says otherwise on what is returned. An id that is none, and one of no endpoint, is answered with 404.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="pattern">The route; has the parameter <c>{endpoint}</c>.</param>
    /// <returns>The endpoint, for more metadata.</returns>
    /// <remarks>
    /// Receivers may keep the answer for five minutes, and look again where they meet a signature that none of the keys checks: after a rotation
    /// the old key signs beside the new one for the overlap.
    /// </remarks>
    /// <exception cref="ArgumentException">The pattern has no parameter <c>{endpoint}</c>.</exception>
    /// <exception cref="InvalidOperationException"><c>AddWebhooks()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebhookSigningKeys(this IEndpointRouteBuilder routes, string pattern = "/.well-known/webhook-keys/{endpoint}")
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (!pattern.Contains($"{{{SigningKeyHandler.Parameter}}}", StringComparison.Ordinal))
        {
            throw new ArgumentException($"The pattern must have the parameter {{{SigningKeyHandler.Parameter}}}; was '{pattern}'.", nameof(pattern));
        }

        if (routes.ServiceProvider.GetService<IWebhookSigningKeys>() is not { } keys)
        {
            throw new InvalidOperationException(
                "MapWebhookSigningKeys needs the services of WebhookKit: call builder.Services.AddWebhooks() and choose a store before building the application.");
        }

        return routes.MapGet(pattern, (RequestDelegate)new SigningKeyHandler(keys).HandleAsync).WithDisplayName($"GET {pattern}");
    }
}
