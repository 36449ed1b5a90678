using Microsoft.Data.Sqlite;

namespace WebhookKit.EndToEnd.Tests.Databases;

/// <summary>A database that this process shares with others.</summary>
/// <param name="kind">What the instances call it in their configuration.</param>
/// <param name="connectionString">Where it is.</param>
/// <param name="use">Chooses its store for a host.</param>
/// <param name="folder">Goes with it.</param>
internal sealed class SharedDatabase(string kind, string connectionString, Action<IWebhooksBuilder> use, TemporaryFolder? folder) : IAsyncDisposable
{
    public string Kind => kind;

    public string ConnectionString => connectionString;

    public void Use(IWebhooksBuilder webhooks) => use(webhooks);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        folder?.Dispose();
        return ValueTask.CompletedTask;
    }
}
