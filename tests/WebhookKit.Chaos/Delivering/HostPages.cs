using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookKit.Chaos.Delivering;

/// <summary>The pages that a host has of its own, on a free port of the loopback address.</summary>
internal static class HostPages
{
    /// <summary>Followed by the URL.</summary>
    public const string Listening = "listening ";

    /// <summary>What has nothing to do with webhooks.</summary>
    public const string Page = "/page";

    public const string Health = "/health";

    /// <summary>How many bytes are in use after everything else has been collected.</summary>
    public const string Memory = "/memory";

    public const string Healthy = nameof(HealthStatus.Healthy);
    public const string Unhealthy = nameof(HealthStatus.Unhealthy);

    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        return builder;
    }

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddWebhooks();
        var application = builder.Build();
        application.UseHealthChecks(Health);
        application.Run(context => context.Response.WriteAsync(
            context.Request.Path == Memory ? GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture) : "page"));
        return application;
    }
}
