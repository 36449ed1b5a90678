using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Tests.Shop;
using WebhookKit.Storage;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

internal static class StoreTables
{
    /// <summary>Creates the tables as the store does at start.</summary>
    public static Task CreateTablesOfStoreAsync(this IShopDatabase database) =>
        database.WithStoreAsync(store => store.Schema.ApplyAsync().AsTask());

    public static async Task WithStoreAsync(this IShopDatabase database, Func<IWebhookStore, Task> act, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        database.ConfigureStore(services.AddWebhooks());
        configure?.Invoke(services);
        await using var provider = services.BuildServiceProvider();
        await act(provider.GetRequiredService<IWebhookStore>());
    }
}
