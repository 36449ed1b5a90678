using System.Data.Common;

namespace WebhookKit.LoadTest.Databases;

/// <summary>What one system under measurement keeps everything in.</summary>
internal interface ILoadDatabase : IAsyncDisposable
{
    /// <summary>How another process reaches it; null where none can.</summary>
    string? ConnectionString { get; }

    void Use(IWebhooksBuilder webhooks);

    /// <summary>A connection as a host would have one, not yet open.</summary>
    /// <exception cref="NotSupportedException">There is nothing to connect to.</exception>
    DbConnection Connect();

    /// <summary>Does now what it would do by itself while something is measured.</summary>
    Task SettleAsync() => Task.CompletedTask;

    /// <summary>What it has spent and holds by now.</summary>
    Task<DatabaseReading> ReadAsync();
}
