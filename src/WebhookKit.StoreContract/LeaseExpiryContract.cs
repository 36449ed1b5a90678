using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="ILeaseStore"/> promises about leases that run out.</summary>
public abstract class LeaseExpiryContract : LeaseFixture
{
    [Test]
    public async Task A_lease_that_is_not_renewed_expires()
    {
        var before = await RenewAsync("a", Short);
        await RenewAsync("b");
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var grant = await RenewAsync("b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Partitions(grant), Is.EquivalentTo(All));
            Assert.That(grant.LiveInstances, Is.EqualTo(1));
            Assert.That(grant.FairShare, Is.EqualTo(EndpointId.PartitionCount));
            Assert.That(grant.Leases.All(lease => lease.Epoch > EpochOf(before, lease.Partition)), Is.True);
        }
    }

    [Test]
    public async Task An_instance_that_comes_back_after_others_took_over_owns_nothing()
    {
        await RenewAsync("a", Short);
        await RenewAsync("b");
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));
        await RenewAsync("b");

        var zombie = await RenewAsync("a");
        await ReleaseAsync("a", All);

        Assert.That(zombie.Leases, Is.Empty);
        Assert.That((await RenewAsync("b")).Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
    }

    [Test]
    public async Task Renewing_prolongs_a_lease()
    {
        await RenewAsync("a", Short);
        await RenewAsync("a", Long);

        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var other = await RenewAsync("b");
        Assert.That(other.Leases, Is.Empty);
        Assert.That(other.LiveInstances, Is.EqualTo(2));
    }

    [Test]
    public async Task The_stores_clock_is_told_and_goes_forward()
    {
        var first = await RenewAsync("a");
        await PassStoreTimeAsync(TimeSpan.FromMilliseconds(50));

        var second = await RenewAsync("a");

        Assert.That(second.StoreTime, Is.GreaterThan(first.StoreTime));
        Assert.That(second.StoreTime.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task The_stores_clock_is_one_for_all_processes()
    {
        var other = await OpenAgainAsync();
        var grants = new List<LeaseGrant>();
        foreach (var (instance, store) in new[] { ("a", Store), ("b", other), ("a", Store), ("b", other) })
        {
            grants.Add(await RenewAsync(instance, Long, store));
            await PassStoreTimeAsync(TimeSpan.FromMilliseconds(50));
        }

        Assert.That(grants.Select(grant => grant.StoreTime), Is.Ordered.Ascending);
    }
}
