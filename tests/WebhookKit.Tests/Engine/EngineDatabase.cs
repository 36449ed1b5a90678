using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace WebhookKit.Tests.Engine;

/// <summary>The fresh database of one test.</summary>
internal sealed class EngineDatabase : IDisposable
{
    private static int _schemas;

    private readonly EngineStore _store;
    private readonly DirectoryInfo? _folder;
    private readonly string _connectionString;
    private readonly string? _schema;

    private EngineDatabase(EngineStore store, string connectionString, DirectoryInfo? folder = null, string? schema = null) =>
        (_store, _connectionString, _folder, _schema) = (store, connectionString, folder, schema);

    /// <summary>Makes an empty one.</summary>
    /// <param name="store">The kind of database.</param>
    /// <param name="isSchema">
    /// Whether a schema of its own in a database that others have schemas in, too, will do, where there are schemas: a whole
    /// database takes a busy server a third of a second.
    /// </param>
    public static async Task<EngineDatabase> CreateAsync(EngineStore store, bool isSchema = false)
    {
        if (store == EngineStore.PostgreSql)
        {
            return isSchema
                ? new EngineDatabase(store, await EngineServer.SharedDatabaseAsync(), schema: $"test_{Interlocked.Increment(ref _schemas)}")
                : new EngineDatabase(store, await EngineServer.CreateDatabaseAsync());
        }

        var folder = Directory.CreateTempSubdirectory("webhookkit-engine-");
        return new EngineDatabase(store, $"Data Source={Path.Combine(folder.FullName, "app.db")}", folder);
    }

    /// <summary>Chooses the store as a host does.</summary>
    public void Use(IWebhooksBuilder builder) => _ = _store switch
    {
        EngineStore.PostgreSql => builder.UsePostgreSql(options => (options.ConnectionString, options.Schema) = (_connectionString, _schema ?? options.Schema)),
        EngineStore.Sqlite => builder.UseSqlite(_connectionString),
        _ => builder.UseInMemoryStore(),
    };

    /// <summary>Opens a connection as a host's own code does.</summary>
    public async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = _store == EngineStore.PostgreSql
            ? new NpgsqlConnection(_connectionString + ";Pooling=false")
            : new SqliteConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }
    }
}
