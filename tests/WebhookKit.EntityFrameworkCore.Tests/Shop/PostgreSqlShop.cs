using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.EntityFrameworkCore.Tests.Migrating;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

public sealed class PostgreSqlShop : ILossyDatabase
{
    private readonly FailingCommits _commits = new();
    private NpgsqlDataSource? _dataSource;
    private int _tried;

    // One for both, so that they share a connection in a TransactionScope.
    private NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("There is no database yet.");

    public int CommitsTried => _commits.Tried - _tried;

    public async Task CreateAsync() => _dataSource = NpgsqlDataSource.Create(await TestServer.Cluster.CreateDatabaseAsync());

    public void ConfigureStore(IWebhooksBuilder builder) => builder.UsePostgreSql(DataSource);

    public void ConfigureContext(DbContextOptionsBuilder options) =>
        options.UseNpgsql(DataSource, npgsql => npgsql.EnableRetryOnFailure()).AddInterceptors(_commits);

    public async Task<DbConnection> OpenAsync() => await DataSource.OpenConnectionAsync();

    public Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection) => PostgreSqlCatalogue.ReadAsync(connection);

    public void LoseCommits(int count) => (_commits.Before, _tried) = (count, _commits.Tried);

    public void LoseAnswerToCommit() => (_commits.After, _tried) = (1, _commits.Tried);

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }
    }
}
