using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.LoadTest.Databases;

/// <summary>A SQLite file.</summary>
internal sealed class SqliteDatabase(string connectionString, DirectoryInfo? folder) : ILoadDatabase
{
    public string ConnectionString { get; } = connectionString;

    public void Use(IWebhooksBuilder webhooks) => webhooks.UseSqlite(ConnectionString);

    public DbConnection Connect() => new SqliteConnection(ConnectionString);

    public Task<DatabaseReading> ReadAsync() =>
        Task.FromResult(new DatabaseReading(Bytes: folder?.EnumerateFiles().Sum(file => file.Length)));

    public ValueTask DisposeAsync()
    {
        folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
