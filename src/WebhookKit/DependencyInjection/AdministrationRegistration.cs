using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Administration;
using WebhookKit.Signing;

namespace WebhookKit.DependencyInjection;

internal static class AdministrationRegistration
{
    internal static void AddAdministration(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditWriter>();
        services.TryAddSingleton<SecretRing>();
        services.TryAddSingleton<SignerRules>();
        services.TryAddSingleton<IWebhookSigningKeys, SigningKeys>();
        services.TryAddSingleton<TlsRules>();
        services.TryAddSingleton<ClientKeyKeeper>();
        services.TryAddSingleton<EndpointRules>();
        services.TryAddSingleton<EndpointUpdater>();
        services.TryAddSingleton<TestLimit>();
        services.TryAddSingleton<EndpointTester>();
        services.TryAddSingleton<CircuitSwitch>();
        services.TryAddSingleton<SecretRotator>();
        services.TryAddSingleton<DisablingNews>();
        services.TryAddSingleton<DeadLetterReplay>();
        services.TryAddSingleton<DeliveryExplainer>();
        services.TryAddSingleton<Reencryption>();
        services.TryAddSingleton<IWebhookSecrets, WebhookSecrets>();
        services.TryAddSingleton<IWebhookEndpoints, WebhookEndpoints>();
        services.TryAddSingleton<IWebhookDeliveries, WebhookDeliveries>();
        services.TryAddSingleton<IWebhookFilters, WebhookFilters>();
    }
}
