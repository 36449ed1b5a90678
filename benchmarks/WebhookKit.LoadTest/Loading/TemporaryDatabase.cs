namespace WebhookKit.LoadTest.Loading;

/// <summary>A SQLite file in a folder of its own, which goes away with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhookkit-load-");

    /// <summary>Without pooling, so that nothing holds the file when it is deleted.</summary>
    public string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "load.sqlite")};Pooling=False";

    public void Dispose() => _folder.Delete(recursive: true);
}
