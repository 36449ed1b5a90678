using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>A database file in a folder of its own, and the stores that a test opens over it.</summary>
internal sealed class StoreFile
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhooks-sqlite-");
    private readonly List<ServiceProvider> _providers = [];

    public string Path => System.IO.Path.Combine(_folder.FullName, "app.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>Makes a store as a host does.</summary>
    public IWebhookStore Open(Action<SqliteStoreOptions>? configure = null)
    {
        var provider = new Builder()
            .UseSqlite(options =>
            {
                options.ConnectionString = ConnectionString;
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<IWebhookStore>();
    }

    public async Task<IWebhookStore> OpenReadyAsync(Action<SqliteStoreOptions>? configure = null)
    {
        var store = Open(configure);
        await store.Schema.ApplyAsync();
        return store;
    }

    /// <summary>Ends every store, as the end of the host does.</summary>
    public async Task CloseAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _providers.Clear();
    }

    /// <summary>Opens a connection as a host's own code does.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public async ValueTask RemoveAsync()
    {
        await CloseAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private sealed class Builder : IWebhooksBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
