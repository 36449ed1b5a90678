using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit;
using WebhookKit.DependencyInjection;
using WebhookKit.Publishing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds WebhookKit to an application.</summary>
public static class WebhooksServiceCollectionExtensions
{
    /// <summary>Adds publishing and delivery of webhooks. Choose a store on what is returned.</summary>
    /// <param name="services">The host's services.</param>
    /// <remarks>Calling it again is harmless.</remarks>
    public static IWebhooksBuilder AddWebhooks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        var existing = services.LastOrDefault(service => service.ServiceType == typeof(WebhooksBuilder));
        if (existing?.ImplementationInstance is WebhooksBuilder added)
        {
            return added;
        }

        var builder = new WebhooksBuilder(services);
        services.AddSingleton(builder);
        services.AddPlatform();
        services.AddStoreSeams();
        services.AddPublishing();
        services.AddSigning();
        services.AddRetrying();
        services.AddSending();
        services.AddAdministration();
        services.AddEngine();
        return builder;
    }

    /// <summary>Adds publishing and delivery of webhooks, with options from configuration.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// A section with any of <c>Hosting</c>, <c>Publishing</c>, <c>Leasing</c>, <c>Dispatching</c>, <c>OwnerRate</c>, <c>Sending</c>,
    /// <c>Egress</c>, <c>EgressPolicies</c>, <c>Retry</c>, <c>Retention</c>, <c>Notifications</c> and <c>Secrets</c>. A name that is none of their options stops the host at start.
    /// </param>
    public static IWebhooksBuilder AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var builder = services.AddWebhooks();
        OptionsBinding.Bind((WebhooksBuilder)builder, configuration);
        return builder;
    }

    /// <summary>Sets how objects are serialized when they are published.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The options; <see cref="JsonSerializerOptions.Web"/> (camelCase) is the default.</param>
    public static IWebhooksBuilder UseJsonSerializerOptions(this IWebhooksBuilder builder, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);

        builder.Services.Replace(ServiceDescriptor.Singleton(new PayloadSerializer(options)));
        return builder;
    }
}
