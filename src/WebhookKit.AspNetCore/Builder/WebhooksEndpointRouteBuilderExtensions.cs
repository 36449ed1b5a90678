using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.AspNetCore;
using WebhookKit.AspNetCore.Routing;
using WebhookKit.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP API of WebhookKit.</summary>
public static class WebhooksEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the HTTP API, and its OpenAPI document at <c>openapi.json</c>, under a prefix. Say who may use it: with
    /// <c>.RequireAuthorization("policy")</c> on what is returned, or, in Development, <c>.AllowAnonymous()</c>. The host does not start otherwise.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="prefix">Where the API is; starts with a slash.</param>
    /// <returns>Adds metadata to every route of the API.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWebhooks()</c> was not called, or an option is out of range.</exception>
    public static IEndpointConventionBuilder MapWebhooks(this IEndpointRouteBuilder routes, string prefix = "/webhooks")
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (prefix[0] != '/')
        {
            throw new ArgumentException($"The prefix must start with a slash; was '{prefix}'.", nameof(prefix));
        }

        var services = routes.ServiceProvider;
        var checks = services.GetService<IStartupChecks>()
            ?? throw new InvalidOperationException("MapWebhooks needs the services of WebhookKit: call builder.Services.AddWebhooks() and choose a store before building the application.");
        var pipeline = new ApiPipeline(Require(services.GetRequiredService<IOptions<WebhooksApiOptions>>().Value), services.GetRequiredService<ILogger<ApiPipeline>>());
        var guard = new AuthorizationGuard(prefix, services.GetRequiredService<IHostEnvironment>().IsDevelopment(), services.GetRequiredService<ILogger<AuthorizationGuard>>());

        var before = routes.DataSources.ToArray();
        var group = routes.MapGroup(prefix);
        var ours = routes.DataSources.Except(before).Single();
        foreach (var route in RouteTable.Routes)
        {
            group.MapMethods(route.Pattern, [route.Method], pipeline.For(route)).WithDisplayName($"{route.Method} {prefix}{route.Pattern}");
        }

        ((IEndpointConventionBuilder)group).Finally(guard.Close);
        checks.Add(() => guard.Check(ours));
        return group;
    }

    private static WebhooksApiOptions Require(WebhooksApiOptions options)
    {
        if (options.MaxRequestBytes < WebhooksApiOptions.LeastRequestBytes)
        {
            throw new InvalidOperationException(
                $"{nameof(WebhooksApiOptions)}.{nameof(WebhooksApiOptions.MaxRequestBytes)} must be at least {WebhooksApiOptions.LeastRequestBytes}; was {options.MaxRequestBytes}.");
        }

        return options.ReadTimeout >= WebhooksApiOptions.ShortestRead && options.ReadTimeout <= WebhooksApiOptions.LongestRead
            ? options
            : throw new InvalidOperationException(
                $"{nameof(WebhooksApiOptions)}.{nameof(WebhooksApiOptions.ReadTimeout)} must be from {WebhooksApiOptions.ShortestRead} to {WebhooksApiOptions.LongestRead}; was {options.ReadTimeout}.");
    }
}
