using WebhookKit;
using WebhookKit.InMemory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the in-memory store.</summary>
public static class InMemoryStoreBuilderExtensions
{
    /// <summary>
    /// Keeps events, deliveries and endpoints in this process, and loses them when it ends: for tests and first steps.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <remarks>It cannot join the host's transactions. Calling it twice is harmless.</remarks>
    public static IWebhooksBuilder UseInMemoryStore(this IWebhooksBuilder builder) => builder.UseStore<InMemoryWebhookStore>();
}
