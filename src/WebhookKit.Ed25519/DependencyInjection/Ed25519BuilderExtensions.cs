using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit;
using WebhookKit.Ed25519.Signing;
using WebhookKit.Signing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds signatures with public keys.</summary>
public static class Ed25519BuilderExtensions
{
    /// <summary>The name of the signer: <c>ed25519</c>.</summary>
    public const string Ed25519SignerName = "ed25519";

    /// <summary>
    /// Adds the signer <c>ed25519</c> (<c>v1a</c> of Standard Webhooks 1.0.0), for endpoints that name it, alone or beside <c>standard</c>: both write
    /// into one <c>webhook-signature</c> header.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <remarks>Every process that delivers needs it. Calling it twice is harmless.</remarks>
    public static IWebhooksBuilder AddEd25519Signer(this IWebhooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddKeyedSingleton<IWebhookSigner, Ed25519Signer>(Ed25519SignerName);
        return builder;
    }
}
