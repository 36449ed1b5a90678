using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Observing;
using WebhookKit.Sending;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>Puts fail points into a host, around the seams of the library.</summary>
internal static class FailPoints
{
    public static void Install(IServiceCollection services, FailPoint failPoint)
    {
        switch (failPoint)
        {
            case FailPoint.HoldSends:
                services.Decorate<IDeliveryStore>((_, inner) => new CountedReads(inner));
                services.AddSingleton<IEgressDialer, HeldDialer>();
                break;
            case FailPoint.HoldRecords:
                services.Decorate<IDeliveryStore>((_, inner) => new HeldRecords(inner));
                break;
            case FailPoint.LateRecords:
                HoldUntilOvertaken(services);
                break;
            case FailPoint.Throw:
                Throw(services);
                break;
            case FailPoint.ThrowingHooks:
                services.AddSingleton<IDeliveryObserver, ThrowingObserver>();
                services.Decorate<IWebhookSigner>((_, inner) => new ThrowingSigner(inner));
                break;
        }
    }

    private static void HoldUntilOvertaken(IServiceCollection services)
    {
        // One and the same for both seams: what the one holds keeps the other from renewing.
        LateRecords? late = null;
        services.Decorate<IDeliveryStore>((provider, inner) =>
            late ??= new LateRecords(inner, provider.GetRequiredService<IWebhookStore>().Leases, provider.GetRequiredService<IHistoryStore>()));
        services.Decorate<ILeaseStore>((provider, _) => (ILeaseStore)provider.GetRequiredService<IDeliveryStore>());
    }

    private static void Throw(IServiceCollection services)
    {
        services.AddSingleton<ChanceThrows>();
        services.Decorate<IDeliveryStore>((provider, inner) => new ThrowingDeliveries(inner, provider.GetRequiredService<ChanceThrows>()));
        services.Decorate<ILeaseStore>((provider, inner) => new ThrowingLeases(inner, provider.GetRequiredService<ChanceThrows>()));
        services.Decorate<IRetentionStore>((provider, inner) => new ThrowingRetention(inner, provider.GetRequiredService<ChanceThrows>()));
        services.AddSingleton<IDeliveryObserver, ThrowingObserver>();
    }

    /// <summary>Puts something around a seam.</summary>
    public static void Decorate<T>(this IServiceCollection services, Func<IServiceProvider, T, T> decorate)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        services.AddSingleton(provider => decorate(
            provider,
            (T)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
