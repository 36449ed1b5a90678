using WebhookKit.TestServers;

namespace WebhookKit.LoadTest.Databases;

/// <summary>A private PostgreSQL with its own defaults, durability included.</summary>
internal sealed class PostgreSqlStore : ILoadStore
{
    private readonly PostgreSqlCluster _cluster;

    private PostgreSqlStore(PostgreSqlCluster cluster) => _cluster = cluster;

    public static async Task<PostgreSqlStore> StartAsync(bool countStatements)
    {
        var settings = new Dictionary<string, string> { ["max_connections"] = "300" };
        if (countStatements)
        {
            settings["shared_preload_libraries"] = "pg_stat_statements";
        }

        var cluster = await PostgreSqlCluster.StartAsync(settings);
        if (countStatements)
        {
            await cluster.ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        }

        return new PostgreSqlStore(cluster);
    }

    public async Task<ILoadDatabase> CreateAsync() => new PostgreSqlDatabase(await _cluster.CreateDatabaseAsync(), _cluster);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
