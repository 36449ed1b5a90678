using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>An empty database of one kind, for one test.</summary>
public interface IShopDatabase : IAsyncDisposable
{
    Task CreateAsync();

    void ConfigureStore(IWebhooksBuilder builder);

    void ConfigureContext(DbContextOptionsBuilder options);
}
