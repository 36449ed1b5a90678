using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="ILeaseStore"/> promises about sharing partitions out.</summary>
public abstract class LeaseStoreContract : LeaseFixture
{
    [Test]
    public async Task The_only_instance_owns_every_partition()
    {
        var grant = await RenewAsync("a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Partitions(grant), Is.EquivalentTo(All));
            Assert.That(grant.FairShare, Is.EqualTo(EndpointId.PartitionCount));
            Assert.That(grant.LiveInstances, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Renewing_keeps_the_partitions_and_their_epochs()
    {
        var first = await RenewAsync("a");

        var second = await RenewAsync("a");

        Assert.That(second.Leases, Is.EquivalentTo(first.Leases));
    }

    [Test]
    public async Task Whoever_owns_a_partition_is_found_until_it_is_given_back()
    {
        var before = await Store.Leases.FindHolderAsync(5);
        var grant = await RenewAsync("a");
        var held = await Store.Leases.FindHolderAsync(5);
        await ReleaseAsync("a", [5]);

        Assert.That((before.InstanceId, held.InstanceId, (await Store.Leases.FindHolderAsync(5)).InstanceId), Is.EqualTo(((string?)null, "a", (string?)null)));
        Assert.That((await Store.Leases.FindHolderAsync(6)).InstanceId, Is.EqualTo("a"));
        Assert.That(held.StoreTime, Is.EqualTo(grant.StoreTime).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Whose_lease_has_expired_owns_nothing()
    {
        await RenewAsync("a", Short);
        await PassStoreTimeAsync(Short);

        Assert.That((await Store.Leases.FindHolderAsync(63)).InstanceId, Is.Null);
    }

    [Test]
    public async Task An_epoch_is_never_zero()
    {
        var grant = await RenewAsync("a");

        Assert.That(grant.Leases.Select(lease => lease.Epoch), Is.All.GreaterThan(0));
    }

    [Test]
    public async Task What_one_instance_owns_no_other_can_take()
    {
        await RenewAsync("a");

        var other = await RenewAsync("b");

        Assert.That(other.Leases, Is.Empty);
    }

    [Test]
    public async Task A_new_instance_counts_as_live_at_once()
    {
        await RenewAsync("a");

        var newcomer = await RenewAsync("b");
        var old = await RenewAsync("a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(newcomer.LiveInstances, Is.EqualTo(2));
            Assert.That(newcomer.FairShare, Is.EqualTo(32));
            Assert.That(old.LiveInstances, Is.EqualTo(2));
            Assert.That(old.FairShare, Is.EqualTo(32));
        }
    }

    [Test]
    public async Task The_fair_share_is_rounded_up()
    {
        await RenewAsync("a");
        await RenewAsync("b");

        var third = await RenewAsync("c");

        Assert.That(third.FairShare, Is.EqualTo(22));
    }

    [Test]
    public async Task An_instance_above_its_share_keeps_what_it_owns()
    {
        await RenewAsync("a");
        await RenewAsync("b");

        var grant = await RenewAsync("a");

        Assert.That(Partitions(grant), Is.EquivalentTo(All));
    }

    [Test]
    public async Task An_instance_takes_no_more_than_its_share()
    {
        await RenewAsync("a");
        await RenewAsync("b");
        await ReleaseAsync("a", All);

        var grant = await RenewAsync("b");

        Assert.That(grant.Leases, Has.Count.EqualTo(32));
    }

    [Test]
    public async Task What_is_released_is_free_at_once_and_its_epoch_grows()
    {
        var before = await RenewAsync("a");
        await RenewAsync("b");
        int[] half = [.. All.Where(partition => partition % 2 == 0)];

        await ReleaseAsync("a", half);

        var taken = await RenewAsync("b");
        var kept = await RenewAsync("a");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Partitions(taken), Is.EquivalentTo(half));
            Assert.That(Partitions(kept), Is.EquivalentTo(All.Except(half)));
            Assert.That(kept.Leases, Is.SubsetOf(before.Leases));
            Assert.That(taken.Leases.All(lease => lease.Epoch > EpochOf(before, lease.Partition)), Is.True);
        }
    }

    [Test]
    public async Task What_an_instance_releases_and_takes_back_has_a_higher_epoch()
    {
        var before = await RenewAsync("a");
        await ReleaseAsync("a", All);

        var after = await RenewAsync("a");

        Assert.That(after.Leases.All(lease => lease.Epoch > EpochOf(before, lease.Partition)), Is.True);
        Assert.That(Partitions(after), Is.EquivalentTo(All));
    }

    [Test]
    public async Task Nobody_releases_what_another_owns()
    {
        var before = await RenewAsync("a");

        await ReleaseAsync("b", All);

        Assert.That((await RenewAsync("b")).Leases, Is.Empty);
        Assert.That((await RenewAsync("a")).Leases, Is.EquivalentTo(before.Leases));
    }

    [Test]
    public async Task An_instance_that_leaves_is_no_longer_live()
    {
        await RenewAsync("a");
        await RenewAsync("b");

        await Store.Leases.ReleaseAsync(new LeaseRelease { InstanceId = "a", Partitions = All, IsLeaving = true });

        var grant = await RenewAsync("b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(grant.LiveInstances, Is.EqualTo(1));
            Assert.That(Partitions(grant), Is.EquivalentTo(All));
        }
    }

    [Test]
    public async Task An_instance_that_releases_without_leaving_stays_live()
    {
        await RenewAsync("a");

        await ReleaseAsync("a", All);

        Assert.That((await RenewAsync("b")).LiveInstances, Is.EqualTo(2));
    }
}
