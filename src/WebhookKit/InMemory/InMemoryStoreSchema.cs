using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>There are no tables, so they are always up to date.</summary>
internal sealed class InMemoryStoreSchema : IStoreSchema
{
    public ValueTask<SchemaState> CheckAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new SchemaState { Found = 1, Needed = 1 });

    public ValueTask ApplyAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public string GetScript(int fromVersion = 0) => "-- The in-memory store has no tables.\n";
}
