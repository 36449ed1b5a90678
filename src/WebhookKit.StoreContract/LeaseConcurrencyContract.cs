using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="ILeaseStore"/> promises to instances that ask at the same time.</summary>
public abstract class LeaseConcurrencyContract : LeaseFixture
{
    [Test]
    public async Task Instances_that_start_together_never_share_a_partition()
    {
        var instances = Enumerable.Range(0, 8).Select(number => $"instance-{number}");

        var grants = await Task.WhenAll(instances.Select(instance => Task.Run(() => RenewManyTimesAsync(instance))));

        var owners = grants.SelectMany((own, instance) => own.Select(partition => (partition, instance))).Distinct().ToLookup(owner => owner.partition);
        Assert.That(owners.Select(owner => owner.Key), Is.EquivalentTo(All));
        Assert.That(owners.Where(owner => owner.Count() > 1), Is.Empty);
    }

    [Test]
    public async Task Partitions_that_change_hands_under_load_have_one_owner_at_a_time()
    {
        var owners = new int[EndpointId.PartitionCount];
        var clashes = 0;

        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() => TakeAndGiveBackAsync(number))));

        Assert.That(clashes, Is.Zero);

        async Task TakeAndGiveBackAsync(int number)
        {
            var store = await OpenAgainAsync();
            for (var round = 0; round < 15; round++)
            {
                var grant = await RenewAsync($"instance-{number}", Long, store);
                foreach (var partition in Partitions(grant))
                {
                    var before = Interlocked.Exchange(ref owners[partition], number);
                    Interlocked.Add(ref clashes, before == 0 ? 0 : 1);
                }

                foreach (var partition in Partitions(grant))
                {
                    Interlocked.Exchange(ref owners[partition], 0);
                }

                await store.Leases.ReleaseAsync(
                    new LeaseRelease { InstanceId = $"instance-{number}", Partitions = [.. Partitions(grant)] });
            }
        }
    }

    private async Task<IReadOnlyList<int>> RenewManyTimesAsync(string instance)
    {
        var store = await OpenAgainAsync();
        var owned = new List<int>();
        for (var round = 0; round < 5; round++)
        {
            owned.AddRange(Partitions(await RenewAsync(instance, Long, store)));
        }

        return owned;
    }
}
