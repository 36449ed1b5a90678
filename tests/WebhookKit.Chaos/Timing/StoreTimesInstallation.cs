using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Timing;

/// <summary>Puts the timing into a host that is asked to write it down.</summary>
internal static class StoreTimesInstallation
{
    public static void Install(IServiceCollection services, string? journal)
    {
        if (journal is null)
        {
            return;
        }

        services.AddSingleton(_ => new StoreTimes(journal)); // by a factory, so that the container ends it
        services.Decorate<IDeliveryStore>((provider, inner) => new TimedDeliveries(inner, provider.GetRequiredService<StoreTimes>()));
        services.Decorate<ILeaseStore>((provider, inner) => new TimedLeases(inner, provider.GetRequiredService<StoreTimes>()));
        services.Decorate<IRetentionStore>((provider, inner) => new TimedRetention(inner, provider.GetRequiredService<StoreTimes>()));
    }
}
