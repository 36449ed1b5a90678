using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryCoalescingContractTests : CoalescingContract
{
    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync();
}
