using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryLaneSearchContractTests : LaneSearchContract
{
    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync();
}
