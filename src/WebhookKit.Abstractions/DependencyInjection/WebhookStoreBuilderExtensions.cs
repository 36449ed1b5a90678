using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit;
using WebhookKit.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses a store.</summary>
public static class WebhookStoreBuilderExtensions
{
    /// <summary>Keeps events, deliveries and endpoints in a store of the host's own.</summary>
    /// <typeparam name="TStore">The store; created once, by the container.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <remarks>Exactly one store must be chosen; the host stops at start otherwise. Calling it again for the same store is harmless.</remarks>
    public static IWebhooksBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(this IWebhooksBuilder builder)
        where TStore : class, IWebhookStore
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IWebhookStore, TStore>());
        return builder;
    }
}
