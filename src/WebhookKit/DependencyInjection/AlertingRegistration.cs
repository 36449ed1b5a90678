using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit.Alerting;
using WebhookKit.Observing;

namespace WebhookKit.DependencyInjection;

internal static class AlertingRegistration
{
    internal static void AddAlerting(this IServiceCollection services)
    {
        services.AddOptions<NotificationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NotificationOptions>, NotificationOptionsRules>());
        services.TryAddSingleton<AlertQueue>();
        services.TryAddSingleton<IAlerts>(provider => provider.GetRequiredService<AlertQueue>());
        services.TryAddSingleton<NotificationPublisher>();
        services.TryAddSingleton<AlertTeller>();
        services.TryAddSingleton<BacklogWatch>();
        services.TryAddSingleton<CertificateWatch>();
    }
}
