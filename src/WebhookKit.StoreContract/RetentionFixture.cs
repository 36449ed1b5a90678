using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What the contract classes of <see cref="IRetentionStore"/> have in common.</summary>
public abstract class RetentionFixture : StoreFixture
{
    private protected async Task<(int Deliveries, int Events)> PurgeAllAsync(DateTimeOffset? endedBefore, DateTimeOffset? deadBefore, int limit = 100)
    {
        var (deliveries, events) = (0, 0);
        for (var rounds = 0; rounds < 5; rounds++)
        {
            var round = await PurgeOnceAsync(endedBefore, deadBefore, limit);
            if (round.All(step => step is { Deliveries: 0, Events: 0 }))
            {
                return (deliveries, events);
            }

            deliveries += round.Sum(step => step.Deliveries);
            events += round.Sum(step => step.Events);
        }

        throw new AssertionException("There is always more to remove.");
    }

    /// <summary>Step after step, from the beginning until all that is old has been looked at.</summary>
    private protected async Task<IReadOnlyList<PurgeResult>> PurgeOnceAsync(DateTimeOffset? endedBefore, DateTimeOffset? deadBefore, int limit)
    {
        var steps = new List<PurgeResult>();
        for (Guid? from = Guid.Empty; from is not null; from = steps[^1].Next)
        {
            steps.Add(await Store.Retention.PurgeAsync(
                new PurgeRequest { EndedBefore = endedBefore, DeadBefore = deadBefore, Limit = limit, From = from.Value }));
            Assert.That(steps, Has.Count.AtMost(20), "It does not come to an end.");
        }

        return steps;
    }

    private protected async Task<bool> IsStoredAsync(DeliveryId id) =>
        await Store.History.FindDeliveryAsync(new DeliveryQuery { Id = id }) is not null;

    private protected async Task<bool> IsEventStoredAsync(DeliveryId first) =>
        await Store.History.FindEventAsync(new EventQuery { Id = new EventId(first.Key) }) is not null;
}
