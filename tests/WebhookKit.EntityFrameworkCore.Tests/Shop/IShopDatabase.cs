using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>An empty database of one kind, for one test.</summary>
public interface IShopDatabase : IAsyncDisposable
{
    /// <summary>How many mixed cases a run of the tests has time for.</summary>
    int MixedCases => 5000;

    Task CreateAsync();

    void ConfigureStore(IWebhooksBuilder builder);

    void ConfigureContext(DbContextOptionsBuilder options);

    /// <summary>A connection that is open; whoever asks for it disposes of it.</summary>
    Task<DbConnection> OpenAsync();

    /// <summary>Everything that the database knows of the webhook tables.</summary>
    Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection);
}
