using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookKit;
using WebhookKit.AspNetCore.Health;
using WebhookKit.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of WebhookKit.</summary>
public static class WebhooksHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check: whether the database answers, the leases are renewed, outcomes are recorded, what is due is being
    /// sent, and the clocks agree.
    /// </summary>
    /// <param name="builder">From <c>services.AddHealthChecks()</c>.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="failureStatus">What it answers when nothing is delivered; <see cref="HealthStatus.Unhealthy"/> where null.</param>
    /// <param name="tags">Tags to select it by.</param>
    /// <param name="configure">When to say that something is wrong.</param>
    /// <remarks>Use it for alarms and not for liveness: restarting a process does not repair its database.</remarks>
    public static IHealthChecksBuilder AddWebhooks(
        this IHealthChecksBuilder builder,
        string name = "webhooks",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        Action<WebhooksHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var options = new WebhooksHealthOptions();
        configure?.Invoke(options);
        if (options.StoreTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(WebhooksHealthOptions.StoreTimeout)} must be longer than zero; was {options.StoreTimeout}.", nameof(configure));
        }

        return builder.Add(new HealthCheckRegistration(name, services => Create(services, options), failureStatus, tags));
    }

    private static WebhooksHealthCheck Create(IServiceProvider services, WebhooksHealthOptions options) => new(
        services.GetService<IWebhookStore>() ?? throw NotAdded(),
        services.GetService<IWebhookVitals>() ?? throw NotAdded(),
        options,
        services.GetRequiredService<TimeProvider>());

    private static InvalidOperationException NotAdded() =>
        new("The health check of WebhookKit needs its services: call builder.Services.AddWebhooks() and choose a store.");
}
