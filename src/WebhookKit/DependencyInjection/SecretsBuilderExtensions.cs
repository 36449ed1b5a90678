using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit;
using WebhookKit.Protecting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses how secrets are kept in the database.</summary>
public static class SecretsBuilderExtensions
{
    /// <summary>Takes the keys that secrets are encrypted under from the host's own provider, instead of the options.</summary>
    /// <typeparam name="TProvider">The provider; created once, by the container.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <remarks>The last call counts.</remarks>
    public static IWebhooksBuilder UseKeyProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(this IWebhooksBuilder builder)
        where TProvider : class, IKeyProvider
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<IKeyProvider, TProvider>());
        return builder;
    }

    /// <summary>Encrypts secrets with the host's own protector, instead of AES-256-GCM under the keys of the <see cref="IKeyProvider"/>.</summary>
    /// <typeparam name="TProtector">The protector; created once, by the container.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <remarks>The last call counts.</remarks>
    public static IWebhooksBuilder UseSecretProtector<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProtector>(this IWebhooksBuilder builder)
        where TProtector : class, ISecretProtector
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<ISecretProtector, TProtector>());
        return builder;
    }

    /// <summary>
    /// Says that secrets and headers of endpoints are meant to be stored in plaintext where there is no key. Whoever reads the database can then
    /// sign in the application's name. Not needed in the Development environment.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <remarks>Where there is a key it encrypts all the same. Calling it twice is harmless.</remarks>
    public static IWebhooksBuilder StoreSecretsInPlaintext(this IWebhooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<PlaintextChoice>();
        return builder;
    }
}
