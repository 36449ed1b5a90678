using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit;
using WebhookKit.Sending;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds egress policies for some of the endpoints.</summary>
public static class EgressBuilderExtensions
{
    /// <summary>
    /// Adds an egress policy with options of its own, for the endpoints for which an <see cref="IEgressPolicySelector"/> names it. The section
    /// <c>EgressPolicies</c> of the configuration does the same, with a name for each policy.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name. Upper and lower case differ.</param>
    /// <param name="configure">
    /// Sets the options. They begin with the defaults, and not with what the <c>Egress</c> options allow; what those block is blocked in every policy.
    /// </param>
    /// <remarks>
    /// A second call with the same name sets more of the same options. The name is the key of an <see cref="IEgressPolicy"/>: one that is
    /// registered under it before, with <c>AddKeyedSingleton</c>, takes the place of this one.
    /// </remarks>
    public static IWebhooksBuilder AddEgressPolicy(this IWebhooksBuilder builder, string name, Action<EgressOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptions<EgressOptions>(name).Configure(configure).ValidateOnStart();
        builder.Services.TryAddKeyedSingleton<IEgressPolicy>(name, (services, _) => new EgressPolicy(services.GetRequiredService<IOptionsMonitor<EgressOptions>>(), name));
        return builder;
    }

    /// <summary>Has endpoints go out by the policies that a selector names.</summary>
    /// <typeparam name="TSelector">The selector; created once, by the container.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <remarks>The last one counts.</remarks>
    public static IWebhooksBuilder SelectEgressPolicies<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSelector>(this IWebhooksBuilder builder)
        where TSelector : class, IEgressPolicySelector
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<IEgressPolicySelector, TSelector>());
        return builder;
    }
}
