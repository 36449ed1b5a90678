using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace WebhookKit.Tests.Engine;

/// <summary>The fresh database of one test.</summary>
internal sealed class EngineDatabase : IDisposable
{
    private readonly EngineStore _store;
    private readonly DirectoryInfo? _folder;
    private readonly string _connectionString;

    private EngineDatabase(EngineStore store, string connectionString, DirectoryInfo? folder = null) =>
        (_store, _connectionString, _folder) = (store, connectionString, folder);

    public static async Task<EngineDatabase> CreateAsync(EngineStore store)
    {
        if (store == EngineStore.PostgreSql)
        {
            return new EngineDatabase(store, await EngineServer.CreateDatabaseAsync());
        }

        var folder = Directory.CreateTempSubdirectory("webhookkit-engine-");
        return new EngineDatabase(store, $"Data Source={Path.Combine(folder.FullName, "app.db")}", folder);
    }

    /// <summary>Chooses the store as a host does.</summary>
    public void Use(IWebhooksBuilder builder) => _ = _store switch
    {
        EngineStore.PostgreSql => builder.UsePostgreSql(_connectionString),
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
