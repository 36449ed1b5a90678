using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Sending;

namespace WebhookKit.DependencyInjection;

internal static class SendingRegistration
{
    internal static void AddSending(this IServiceCollection services)
    {
        services.AddOptions<SendingOptions>().ValidateOnStart();
        services.AddOptions<EgressOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SendingOptions>, SendingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SendingOptions>, SendingOptionsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EgressOptions>, EgressOptionsRules>());

        services.TryAddSingleton<IEgressPolicy, EgressPolicy>();
        services.TryAddSingleton<IHostResolver, ThreadedHostResolver>();
        services.TryAddSingleton<IEgressDialer, SocketDialer>();
        services.TryAddSingleton<EngineVitals>();
        services.TryAddSingleton<AddressDialer>();
        services.TryAddSingleton<ProxyWatch>();
        services.TryAddSingleton<ProxyTunnel>();
        services.TryAddSingleton<ConnectorFactory>();
        services.TryAddSingleton<EgressRoutes>();
        services.TryAddSingleton<KeptHandlers>();
        services.TryAddSingleton<WebhookSender>();

        services.AddHttpClient(WebhookHttpClient.Name).RemoveAllLoggers();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, DeliveryClientSetup>());

        // In front of all others, because the first filter is the outermost and has the last word.
        if (!services.Any(service => service.ImplementationType == typeof(DeliveryClientFilter)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, DeliveryClientFilter>());
        }
    }
}
