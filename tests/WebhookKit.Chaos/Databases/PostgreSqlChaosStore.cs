using System.Globalization;
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

    /// <param name="mostConnections">How many connections it has for all.</param>
    /// <param name="hasClock">Whether its clock can be set.</param>
    public static async Task<PostgreSqlChaosStore> StartAsync(int mostConnections, bool hasClock = false)
    {
        var most = mostConnections.ToString(CultureInfo.InvariantCulture);
        var cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["max_connections"] = most }, hasClock);
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

    /// <summary>The same database, with a name that its server shows.</summary>
    public string As(string application) => new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = application }.ConnectionString;

    /// <summary>How many deadlocks the server has resolved in the database so far.</summary>
    public Task<long> CountDeadlocksAsync() => CountAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");

    /// <summary>How many rows of the queue are deleted and not swept up.</summary>
    public Task<long> CountDeadRowsAsync() => CountAsync("SELECT n_dead_tup FROM pg_stat_user_tables WHERE schemaname = 'webhooks' AND relname = 'queue'");

    /// <summary>How many bytes the tables of the library take once what is dead was swept up, as the server does by itself after a while.</summary>
    public async Task<long> MeasureSweptAsync()
    {
        await using (var connection = await StoreAccess.OpenAsync(Kind, ConnectionString))
        {
            await StoreAccess.ExecuteAsync(connection, "VACUUM");
        }

        return await CountAsync("""
            SELECT SUM(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relnamespace = 'webhooks'::regnamespace AND relkind = 'r'
            """);
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

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await StoreAccess.OpenAsync(Kind, ConnectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Cluster.DisposeAsync();
    }
}
