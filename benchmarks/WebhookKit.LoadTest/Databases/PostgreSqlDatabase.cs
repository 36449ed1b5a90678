using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.TestServers;

namespace WebhookKit.LoadTest.Databases;

/// <summary>A database of a private cluster.</summary>
internal sealed class PostgreSqlDatabase(string connectionString, PostgreSqlCluster? cluster) : ILoadDatabase
{
    private const string Reading = """
        SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, pg_database_size($1),
               to_regclass('pg_stat_statements') IS NOT NULL
        """;

    private const string Statements = """
        SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)
        """;

    private readonly string _name = new NpgsqlConnectionStringBuilder(connectionString).Database!;

    public string ConnectionString { get; } = connectionString;

    public void Use(IWebhooksBuilder webhooks) => webhooks.UsePostgreSql(ConnectionString);

    public DbConnection Connect() => new NpgsqlConnection(ConnectionString);

    // What the server would do by itself sooner or later, in the middle of one measurement and not of another.
    public async Task SettleAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in new[] { "VACUUM (ANALYZE)", "CHECKPOINT" })
        {
            await using var settle = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await settle.ExecuteNonQueryAsync();
        }
    }

    public async Task<DatabaseReading> ReadAsync()
    {
        if (cluster is null)
        {
            return new DatabaseReading();
        }

        // Through another database, so that what is measured does not contain the measuring.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false });
        await using var read = source.CreateCommand(Reading);
        read.Parameters.Add(new NpgsqlParameter { Value = _name });
        await using var row = await read.ExecuteReaderAsync();
        await row.ReadAsync();
        var (wal, bytes, counts) = ((long)row.GetDecimal(0), row.GetInt64(1), row.GetBoolean(2));
        return new DatabaseReading(cluster.CpuTime(), wal, bytes, counts ? await CountStatementsAsync(source) : null);
    }

    /// <summary>Pooled connections would hold the database; what is pooled ends with the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await cluster.ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }
    }

    private async Task<long> CountStatementsAsync(NpgsqlDataSource source)
    {
        await using var count = source.CreateCommand(Statements);
        count.Parameters.Add(new NpgsqlParameter { Value = _name });
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
