using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Receiving;

namespace WebhookKit.Relational.Receiving;

/// <summary>Registers a store of processed events with the clock that it needs.</summary>
internal static class ProcessedEventsRegistration
{
    public static IServiceCollection AddProcessedEvents(this IServiceCollection services, Func<TimeProvider, IProcessedEventStore> open)
    {
#pragma warning disable RS0030 // A receiver without the engine has no other place where the system's clock enters.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        return services.AddSingleton(provider => open(provider.GetRequiredService<TimeProvider>()));
    }
}
