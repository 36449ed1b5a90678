using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryOwnedDeliveryListContractTests : OwnedDeliveryListContract
{
    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync();
}
