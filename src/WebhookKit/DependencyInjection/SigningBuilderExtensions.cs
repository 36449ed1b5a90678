using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit;
using WebhookKit.Signing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds formats of signatures.</summary>
public static class SigningBuilderExtensions
{
    /// <summary>
    /// Adds a signer that endpoints can name. The same as <c>services.AddKeyedSingleton&lt;IWebhookSigner, TSigner&gt;(name)</c>, but that a second
    /// call with the same signer and name changes nothing.
    /// </summary>
    /// <typeparam name="TSigner">The signer; created once, by the container.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name; one of <see cref="WebhookSignerNames"/> to take the place of that signer.</param>
    /// <remarks>Of several signers under one name, the last counts. Every process that delivers needs it: elsewhere deliveries wait.</remarks>
    public static IWebhooksBuilder AddSigner<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSigner>(this IWebhooksBuilder builder, string name)
        where TSigner : class, IWebhookSigner
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        builder.Services.RemoveAllKeyed<IWebhookSigner>(name);
        builder.Services.AddKeyedSingleton<IWebhookSigner, TSigner>(name);
        return builder;
    }
}
