namespace WebhookKit.LoadTest.Databases;

/// <summary>A SQLite file in a folder of its own for each database.</summary>
internal sealed class SqliteStore : ILoadStore
{
    public Task<ILoadDatabase> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-load-");

        // Without pooling, so that nothing holds the file when it is deleted.
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "load.sqlite")};Pooling=False";
        return Task.FromResult<ILoadDatabase>(new SqliteDatabase(connectionString, folder));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
