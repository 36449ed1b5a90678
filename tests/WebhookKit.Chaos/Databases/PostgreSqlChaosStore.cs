using Npgsql;
using WebhookKit.Chaos.Arguments;
using WebhookKit.TestServers;

namespace WebhookKit.Chaos.Databases;

/// <summary>A private PostgreSQL with its own defaults, durability included.</summary>
internal sealed class PostgreSqlChaosStore : IChaosStore
{
    private PostgreSqlChaosStore(PostgreSqlCluster cluster, string connectionString) => (Cluster, ConnectionString) = (cluster, connectionString);

    public StoreKind Kind => StoreKind.Postgres;

    public PostgreSqlCluster Cluster { get; }

    public string ConnectionString { get; }

    public int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    public static async Task<PostgreSqlChaosStore> StartAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = "300" });
        try
        {
            return new PostgreSqlChaosStore(cluster, await cluster.CreateDatabaseAsync());
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same database by way of another port, in plain text, so that what is between can read along.</summary>
    /// <param name="port">The port on the loopback address.</param>
    /// <param name="pools">False for a connection to each try, so that it is known what a cut one was for.</param>
    public string ThroughPort(int port, bool pools = true) =>
        new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Port = port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Timeout = 5,
            Pooling = pools,
        }.ConnectionString;

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Cluster.DisposeAsync();
    }
}
