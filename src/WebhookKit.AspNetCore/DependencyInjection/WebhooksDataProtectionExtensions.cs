using WebhookKit;
using WebhookKit.AspNetCore.Protecting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the secrets of endpoints with ASP.NET Core Data Protection.</summary>
public static class WebhooksDataProtectionExtensions
{
    /// <summary>
    /// Encrypts the secrets of endpoints with ASP.NET Core Data Protection, instead of keys in <c>Secrets</c>. Persist its key ring where every
    /// instance reads it (<c>AddDataProtection().PersistKeysTo…</c>), and keep it: a key ring that is lost takes every secret with it.
    /// </summary>
    /// <param name="builder">What <c>AddWebhooks()</c> returns.</param>
    /// <remarks>Calling it again is harmless. Keys change by themselves, every 90 days by default; nothing has to be re-encrypted for that.</remarks>
    public static IWebhooksBuilder UseDataProtection(this IWebhooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<ISecretProtector, DataProtectionProtector>();
        return builder;
    }
}
