using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>A SQLite file that all processes share.</summary>
internal sealed class SqliteChaosStore : IChaosStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhookkit-chaos-db-");

    public StoreKind Kind => StoreKind.Sqlite;

    // Without pooling, so that a scenario's own transactions end when their connections do.
    public string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "chaos.sqlite")};Pooling=False";

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
