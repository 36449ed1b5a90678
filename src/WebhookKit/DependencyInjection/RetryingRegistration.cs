using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit.Retrying;

namespace WebhookKit.DependencyInjection;

internal static class RetryingRegistration
{
    internal static void AddRetrying(this IServiceCollection services)
    {
        services.AddOptions<RetryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryOptions>, RetryOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetryOptions>, RetryOptionsRules>());
        services.TryAddSingleton(provider => RetryPolicies.OfOptions(provider.GetRequiredService<IOptions<RetryOptions>>().Value));
        services.TryAddSingleton<RetryPolicies>();
    }
}
