using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.TestServers;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>Where a store keeps its rows: memory, a file in a temporary folder, or a private PostgreSQL.</summary>
internal sealed class StorePlace : IAsyncDisposable
{
    private readonly StoreKind _kind;
    private readonly DirectoryInfo? _folder;
    private readonly PostgreSqlCluster? _cluster;

    private StorePlace(StoreKind kind, DirectoryInfo? folder = null, PostgreSqlCluster? cluster = null) =>
        (_kind, _folder, _cluster) = (kind, folder, cluster);

    private string ConnectionString => _kind switch
    {
        StoreKind.Sqlite => $"Data Source={Path.Combine(_folder!.FullName, "benchmark.sqlite")};Pooling=False",
        StoreKind.Postgres => _cluster!.ConnectionString,
        _ => throw new NotSupportedException("There is no connection to memory."),
    };

    public static async Task<StorePlace> CreateAsync(StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => new StorePlace(kind, folder: Directory.CreateTempSubdirectory("webhookkit-benchmark-")),
        StoreKind.Postgres => new StorePlace(kind, cluster: await PostgreSqlCluster.StartAsync()),
        _ => new StorePlace(kind),
    };

    public void Use(IWebhooksBuilder webhooks)
    {
        _ = _kind switch
        {
            StoreKind.Sqlite => webhooks.UseSqlite(ConnectionString),
            StoreKind.Postgres => webhooks.UsePostgreSql(ConnectionString),
            _ => webhooks.UseInMemoryStore(),
        };
    }

    public DbConnection Connect() => _kind == StoreKind.Postgres ? new NpgsqlConnection(ConnectionString) : new SqliteConnection(ConnectionString);

    public IBareTable CreateTable() => _kind switch
    {
        StoreKind.Sqlite => new SqliteTable(ConnectionString),
        StoreKind.Postgres => new PostgreSqlTable(ConnectionString),
        _ => new MemoryTable(),
    };

    public async ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
