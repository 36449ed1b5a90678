using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Receiving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what receiving webhooks needs.</summary>
public static class WebhookReceiverServiceCollectionExtensions
{
    /// <summary>
    /// Adds the services behind <c>RequireWebhookSignature</c>: a store of processed events in memory, for 100,000 of them, unless another
    /// <see cref="IProcessedEventStore"/> is registered, and the clock. May be called twice, and without <c>AddWebhooks()</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <remarks>
    /// The store in memory knows nothing of other instances. Where several share the work, add one that they share: <c>AddPostgreSqlProcessedEvents</c>,
    /// <c>AddSqliteProcessedEvents</c>, <c>AddSqlServerProcessedEvents</c> of the stores' packages, or one of your own.
    /// </remarks>
    public static IServiceCollection AddWebhookReceiver(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

#pragma warning disable RS0030 // A receiver without the engine has no other place where the system's clock enters.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.TryAddSingleton<IProcessedEventStore>(provider => new InMemoryProcessedEventStore(provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
