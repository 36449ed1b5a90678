using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit.Publishing;

namespace WebhookKit.DependencyInjection;

internal static class PublishingRegistration
{
    internal static void AddPublishing(this IServiceCollection services)
    {
        services.AddOptions<PublishingOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PublishingOptions>, PublishingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PublishingOptions>, PublishingOptionsRules>());
        services.TryAddSingleton(new PayloadSerializer(Options: null));
        services.TryAddSingleton<EventIdGenerator>();
        services.TryAddSingleton<EventTermsRules>();
        services.TryAddSingleton<OutgoingEventRules>();
        services.TryAddSingleton<CommitWatch>();
        services.TryAddSingleton<WebhookPublisher>();
        services.TryAddSingleton<IWebhookPublisher>(provider => provider.GetRequiredService<WebhookPublisher>());
    }
}
