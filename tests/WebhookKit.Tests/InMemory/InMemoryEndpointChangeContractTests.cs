using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryEndpointChangeContractTests : EndpointChangeContract
{
    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync();
}
