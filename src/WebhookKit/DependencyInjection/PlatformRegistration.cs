using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Diagnostics;

namespace WebhookKit.DependencyInjection;

internal static class PlatformRegistration
{
    internal static void AddPlatform(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddOptions();
#pragma warning disable RS0030 // The one place where the system's clock enters; a host or a test may register another.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.TryAddSingleton<EngineVitals>();
        services.TryAddSingleton<IWebhookVitals>(provider => provider.GetRequiredService<EngineVitals>());
        services.TryAddSingleton<WebhookMetrics>();
    }
}
