using WebhookKit.Storage;

namespace WebhookKit.Hosting;

/// <summary>The one store that the host has chosen.</summary>
internal static class SingleStore
{
    /// <summary>Answers the store.</summary>
    /// <exception cref="InvalidOperationException">None was chosen, or several were.</exception>
    public static IWebhookStore Of(IEnumerable<IWebhookStore> stores)
    {
        var chosen = stores.ToArray();
        return chosen.Length switch
        {
            1 => chosen[0],
            0 => throw new InvalidOperationException(
                "WebhookKit has no store: call UseSqlite(...) on what AddWebhooks() returns, or UseInMemoryStore() for tests."),
            _ => throw new InvalidOperationException(
                $"WebhookKit has {chosen.Length} stores ({string.Join(", ", chosen.Select(store => store.Name))}): call exactly one Use… method on what AddWebhooks() returns."),
        };
    }
}
