using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.LoadTest.Databases;

/// <summary>The in-memory store: each host has its own.</summary>
internal sealed class MemoryStore : ILoadStore, ILoadDatabase
{
    public string? ConnectionString => null;

    public Task<ILoadDatabase> CreateAsync() => Task.FromResult<ILoadDatabase>(this);

    public void Use(IWebhooksBuilder webhooks) => webhooks.UseInMemoryStore();

    public DbConnection Connect() => throw new NotSupportedException("There is no connection to memory.");

    public Task<DatabaseReading> ReadAsync() => Task.FromResult(new DatabaseReading());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
