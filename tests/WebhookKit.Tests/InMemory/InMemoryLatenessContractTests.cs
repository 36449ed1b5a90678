using Microsoft.Extensions.Time.Testing;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.InMemory;

[TestFixture]
internal sealed class InMemoryLatenessContractTests : LatenessContract
{
    private readonly FakeTimeProvider _clock = new();

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => InMemoryStore.CreateAsync(_clock);

    protected override ValueTask PassStoreTimeAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }
}
