using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;
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
        }
    }

    /// <summary>Puts something around a seam of the store, which the container has as a factory.</summary>
    public static void Decorate<T>(this IServiceCollection services, Func<IServiceProvider, T, T> decorate)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T)).ImplementationFactory
            ?? throw new InvalidOperationException($"{typeof(T)} is not registered by a factory.");
        services.AddSingleton(provider => decorate(provider, (T)inner(provider)));
    }
}
