using WebhookKit.Receiving;
using WebhookKit.StoreContract;

namespace WebhookKit.Sqlite.Tests.Receiving;

internal sealed class SqliteProcessedEventTests : ProcessedEventContract
{
    private readonly ProcessedEventStores _stores = new();

    protected override ValueTask<IProcessedEventStore> CreateStoreAsync() => _stores.OpenAsync();

    protected override ValueTask<IProcessedEventStore> OpenAgainAsync() => _stores.OpenAsync();

    protected override ValueTask DestroyStoreAsync() => _stores.RemoveAsync();
}
