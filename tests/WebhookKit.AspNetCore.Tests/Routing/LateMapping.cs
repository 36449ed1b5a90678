using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Maps the API while the server starts, as applications with a startup class do: after the checks at start.</summary>
internal sealed class LateMapping : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseRouting();
        app.UseEndpoints(routes => routes.MapWebhooks("/late"));
        next(app);
    };
}
