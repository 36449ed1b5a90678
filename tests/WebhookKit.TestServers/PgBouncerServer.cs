using Npgsql;
using WebhookKit.TestServers.Processes;

namespace WebhookKit.TestServers;

/// <summary>A PgBouncer in transaction mode before a cluster, on a free loopback port.</summary>
public sealed class PgBouncerServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private readonly WatchedProcess _server;

    private PgBouncerServer(DirectoryInfo folder, int port, WatchedProcess server) => (_folder, _port, _server) = (folder, port, server);

    /// <param name="cluster">Where its connections lead.</param>
    /// <param name="poolSize">Connections to each database.</param>
    /// <param name="maxPreparedStatements">Known from version 1.21 on, and not written when <see langword="null"/>.</param>
    /// <exception cref="ServerMissingException">PgBouncer is not installed.</exception>
    public static async Task<PgBouncerServer> StartAsync(PostgreSqlCluster cluster, int poolSize = 20, int? maxPreparedStatements = null)
    {
        var program = Installed.Find("pgbouncer", "pgbouncer");
        var (folder, port) = (Directory.CreateTempSubdirectory("webhookkit-pgbouncer-"), LoopbackPort.Choose());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users"), $"\"postgres\" \"{cluster.Password}\"\n");
        var configuration = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            [databases]
            * = host=127.0.0.1 port={cluster.Port}

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {folder.FullName}/users
            pool_mode = transaction
            default_pool_size = {poolSize}
            max_client_conn = 500
            {(maxPreparedStatements is { } most ? $"max_prepared_statements = {most}" : "")}
            """);
        await ServerAccount.OwnAsync(folder.FullName);

        var server = await WatchedProcess.StartAsync([.. ServerAccount.Prefix, program, configuration], folder.FullName, lastSignal: "KILL");
        var bouncer = new PgBouncerServer(folder, port, server);
        try
        {
            await server.WaitUntilAsync(() => bouncer.AnswersAsync(cluster), StartPatience);
            return bouncer;
        }
        catch
        {
            await bouncer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The way to a database of the cluster through this server.</summary>
    public string ConnectionStringFor(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    /// <summary>Stops the server. It has nothing to keep, and what it does at a polite signal depends on its version.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync("KILL");
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(PostgreSqlCluster cluster)
    {
        var way = new NpgsqlConnectionStringBuilder(ConnectionStringFor(cluster.ConnectionString)) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(way.ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
