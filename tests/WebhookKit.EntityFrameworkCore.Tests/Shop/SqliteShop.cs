using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Tests.Migrating;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

public sealed class SqliteShop : IShopDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhooks-ef-");

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "shop.db")}";

    public Task CreateAsync() => Task.CompletedTask;

    public void ConfigureStore(IWebhooksBuilder builder) => builder.UseSqlite(ConnectionString);

    public void ConfigureContext(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection) => SqliteCatalogue.ReadAsync(connection);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
