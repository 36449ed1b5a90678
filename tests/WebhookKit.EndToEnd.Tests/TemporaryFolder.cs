namespace WebhookKit.EndToEnd.Tests;

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("webhookkit-").FullName;

    public string Database => Path.Combine(_path, "app.db");

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
