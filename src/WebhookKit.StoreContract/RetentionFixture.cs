using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What the contract classes of <see cref="IRetentionStore"/> have in common.</summary>
public abstract class RetentionFixture : StoreFixture
{
    private protected async Task<(int Deliveries, int Events)> PurgeAllAsync(DateTimeOffset? endedBefore, DateTimeOffset? deadBefore, int limit = 100)
    {
        var request = new PurgeRequest { EndedBefore = endedBefore, DeadBefore = deadBefore, Limit = limit };
        var (deliveries, events) = (0, 0);
        for (var calls = 0; calls < 20; calls++)
        {
            var result = await Store.Retention.PurgeAsync(request);
            deliveries += result.Deliveries;
            events += result.Events;
            if (!result.HasMore && result is { Deliveries: 0, Events: 0 })
            {
                return (deliveries, events);
            }
        }

        throw new AssertionException("There is always more to remove.");
    }

    private protected async Task<bool> IsStoredAsync(DeliveryId id) =>
        await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = id }) is not null;

    private protected async Task<bool> IsEventStoredAsync(DeliveryId first) =>
        await Store.History.FindEventAsync(new EventQuery { Id = new EventId(first.Key) }) is not null;
}
