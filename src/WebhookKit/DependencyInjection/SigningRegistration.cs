using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Signing;

namespace WebhookKit.DependencyInjection;

internal static class SigningRegistration
{
    internal static void AddSigning(this IServiceCollection services)
    {
        services.TryAddSingleton<IWebhookSigner, StandardWebhooksSigner>();
        services.TryAddSingleton<ISecretProtector, PlainSecretProtector>();
    }
}
