using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Alerting;
using WebhookKit.Dispatching;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Maintenance;
using WebhookKit.Pacing;
using WebhookKit.Protecting;
using WebhookKit.Publishing;
using WebhookKit.Retrying;
using WebhookKit.Sending;

namespace WebhookKit.DependencyInjection;

/// <summary>Binds each room's options to its section. A name that means nothing is an error, not a silent default.</summary>
internal static class OptionsBinding
{
    private const string EgressPolicies = "EgressPolicies";

    private static readonly string[] Sections = ["Hosting", "Publishing", "Leasing", "Dispatching", "OwnerRate", "Sending", "Egress", EgressPolicies, "Retry", "Retention", "Notifications", "Secrets"];

    public static void Bind(WebhooksBuilder builder, IConfiguration configuration)
    {
        if (!builder.BoundSections.Add((configuration as IConfigurationSection)?.Path ?? ""))
        {
            return;
        }

        var services = builder.Services;
        services.AddOptions<HostingOptions>().Bind(configuration.GetSection("Hosting"), Strictly);
        services.AddOptions<PublishingOptions>().Bind(configuration.GetSection("Publishing"), Strictly);
        services.AddOptions<LeaseOptions>().Bind(configuration.GetSection("Leasing"), Strictly);
        services.AddOptions<DispatchOptions>().Bind(configuration.GetSection("Dispatching"), Strictly);
        services.AddOptions<OwnerRateOptions>().Bind(configuration.GetSection("OwnerRate"), Strictly);
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection("Sending"), Strictly);
        services.AddOptions<EgressOptions>().Bind(configuration.GetSection("Egress"), Strictly);
        foreach (var policy in configuration.GetSection(EgressPolicies).GetChildren())
        {
            builder.AddEgressPolicy(policy.Key, _ => { });
            services.AddOptions<EgressOptions>(policy.Key).Bind(policy, Strictly);
        }

        services.AddOptions<RetryOptions>().Bind(configuration.GetSection("Retry"), Strictly);
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("Retention"), Strictly);
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Notifications"), Strictly);
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection("Secrets"), Strictly);
        services.AddSingleton(new StartupCheck(() => UnknownSectionOf(configuration)));
    }

    private static void Strictly(BinderOptions options) => options.ErrorOnUnknownConfiguration = true;

    private static string? UnknownSectionOf(IConfiguration configuration)
    {
        var unknown = configuration.GetChildren().FirstOrDefault(child => !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        return unknown is null ? null : $"The configuration '{unknown.Path}' is not known to WebhookKit; the sections are {string.Join(", ", Sections)}.";
    }
}
