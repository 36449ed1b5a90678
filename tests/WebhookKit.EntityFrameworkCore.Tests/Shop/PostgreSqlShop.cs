using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.EntityFrameworkCore.Tests.Migrating;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

public sealed class PostgreSqlShop : IShopDatabase
{
    private NpgsqlDataSource? _dataSource;

    // One for both, so that they share a connection in a TransactionScope.
    private NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("There is no database yet.");

    public async Task CreateAsync() => _dataSource = NpgsqlDataSource.Create(await TestServer.Cluster.CreateDatabaseAsync());

    public void ConfigureStore(IWebhooksBuilder builder) => builder.UsePostgreSql(DataSource);

    public void ConfigureContext(DbContextOptionsBuilder options) => options.UseNpgsql(DataSource, npgsql => npgsql.EnableRetryOnFailure());

    public async Task<DbConnection> OpenAsync() => await DataSource.OpenConnectionAsync();

    public Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection) => PostgreSqlCatalogue.ReadAsync(connection);

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }
    }
}
