using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Hosting;
using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.DependencyInjection;

internal static class StoreSeamRegistration
{
    internal static void AddStoreSeams(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => StoreOf(provider).Outbox);
        services.TryAddSingleton(provider => StoreOf(provider).Leases);
        services.TryAddSingleton(provider => StoreOf(provider).Rates);
        services.TryAddSingleton(provider => StoreOf(provider).Deliveries);
        services.TryAddSingleton<IEndpointStore>(provider => new SealingEndpointStore(StoreOf(provider).Endpoints, provider.GetRequiredService<HeaderSeal>()));
        services.TryAddSingleton(provider => StoreOf(provider).Commands);
        services.TryAddSingleton(provider => StoreOf(provider).Jobs);
        services.TryAddSingleton(provider => StoreOf(provider).History);
        services.TryAddSingleton(provider => StoreOf(provider).Retention);
        services.TryAddSingleton(provider => StoreOf(provider).Audit);
        services.TryAddSingleton(provider => StoreOf(provider).Schema);
    }

    private static IWebhookStore StoreOf(IServiceProvider provider) => SingleStore.Of(provider.GetServices<IWebhookStore>());
}
