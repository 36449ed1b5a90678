using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The tables of one test, in a schema of their own, and the stores that the test opens over them.</summary>
internal sealed class StoreDatabase
{
    private readonly List<ServiceProvider> _providers = [];
    private readonly List<NpgsqlConnection> _connections = [];
    private string _schema = NewSchema();

    public string ConnectionString { get; init; } = TestServer.ConnectionString;

    public string Schema => _schema;

    /// <summary>Makes a store as a host does.</summary>
    public IWebhookStore Open(Action<PostgreSqlStoreOptions>? configure = null, TimeProvider? clock = null)
    {
        var builder = new Builder();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        var provider = builder
            .UsePostgreSql(options =>
            {
                options.DataSource = TestServer.DataSource;
                options.Schema = _schema;
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<IWebhookStore>();
    }

    public async Task<IWebhookStore> OpenReadyAsync(Action<PostgreSqlStoreOptions>? configure = null, TimeProvider? clock = null)
    {
        var store = Open(configure, clock);
        await store.Schema.ApplyAsync();
        return store;
    }

    /// <summary>Opens a connection as a host's own code does, with the test's schema for tables that it names without one.</summary>
    public NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = $"\"{_schema}\"" }.ConnectionString);
        connection.Open();
        _connections.Add(connection);
        return connection;
    }

    public static async Task ExecuteAsync(string sql)
    {
        await using var command = TestServer.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask RemoveAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _connections.Clear();
        _providers.Clear();
        await ExecuteAsync($"DROP SCHEMA IF EXISTS \"{_schema}\" CASCADE");
        _schema = NewSchema();
    }

    // The end of a version 7 UUID is the random part. Capitals, because a name with them is lost wherever quotes are missing.
    private static string NewSchema() => $"Test_{Guid.CreateVersion7():N}"[^30..];

    private sealed class Builder : IWebhooksBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
