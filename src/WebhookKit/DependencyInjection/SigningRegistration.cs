using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit.Hosting;
using WebhookKit.Protecting;
using WebhookKit.Signing;

namespace WebhookKit.DependencyInjection;

internal static class SigningRegistration
{
    internal static void AddSigning(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton<IWebhookSigner, StandardWebhooksSigner>(WebhookSignerNames.Standard);
        services.TryAddKeyedSingleton<IWebhookSigner, GitHubSigner>(WebhookSignerNames.GitHub);
        services.TryAddKeyedSingleton<IWebhookSigner, StripeSigner>(WebhookSignerNames.Stripe);
        services.TryAddSingleton<IWebhookSigner, StandardWebhooksSigner>();
        services.TryAddSingleton<Signers>();

        services.AddOptions<SecretsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretsOptions>, SecretsOptionsRules>());
        services.TryAddSingleton<IKeyProvider, ConfiguredKeys>();
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton<ISecretProtector, AesGcmProtector>();
        services.TryAddSingleton<SecretVault>();
        services.TryAddSingleton<HeaderSeal>();
        services.TryAddSingleton<ClientKeySeal>();
        services.TryAddSingleton<EndpointOpener>();
        services.TryAddSingleton<KeyCheck>();
        services.TryAddSingleton<KeyWatch>();
        services.TryAddSingleton<ISecretsGuard>(provider => provider.GetRequiredService<KeyWatch>());
    }
}
