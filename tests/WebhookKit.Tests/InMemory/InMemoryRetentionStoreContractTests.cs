using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryRetentionStoreContractTests : RetentionStoreContract
{
    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync();
}
