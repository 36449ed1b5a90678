using Microsoft.Extensions.Time.Testing;
using WebhookKit.Receiving;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.Receiving;

[TestFixture]
internal sealed class InMemoryProcessedEventContractTests : ProcessedEventContract
{
    private readonly FakeTimeProvider _clock = new();

    protected override ValueTask<IProcessedEventStore> CreateStoreAsync() => new(new InMemoryProcessedEventStore(_clock));

    protected override ValueTask PassStoreTimeAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }
}
