using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="ILeaseStore"/> promises to instances that all renew late, because the store was away.</summary>
public abstract class LatenessContract : LeaseFixture
{
    [Test]
    public async Task After_an_outage_all_keep_what_they_had_whoever_is_back_first()
    {
        var (a, b) = await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var first = await RenewAsync("a");
        var second = await RenewAsync("b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Leases, Is.EquivalentTo(a.Leases));
            Assert.That(second.Leases, Is.EquivalentTo(b.Leases));
        }
    }

    [Test]
    public async Task Who_was_late_takes_what_the_dead_have_left_at_its_next_renewal()
    {
        await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));
        await RenewAsync("a");

        var next = await RenewAsync("a");

        Assert.That(Partitions(next), Is.EquivalentTo(All));
    }

    [Test]
    public async Task Who_may_take_late_takes_at_once()
    {
        await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var grant = await Store.Leases.RenewAsync(new LeaseRenewal { InstanceId = "a", Duration = Long, MayTakeLate = true });

        Assert.That(Partitions(grant), Is.EquivalentTo(All));
    }

    /// <summary>The leases of others may end earlier than those of whoever asks, by the time between two renewals.</summary>
    [Test]
    public async Task Less_than_a_third_left_is_late()
    {
        await ShareAsync(Short);
        var a = await RenewAsync("a", TimeSpan.FromMinutes(5));
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var late = await RenewAsync("a", TimeSpan.FromMinutes(16));
        var onTime = await RenewAsync("a", TimeSpan.FromMinutes(45));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(late.Leases, Is.EquivalentTo(a.Leases));
            Assert.That(Partitions(onTime), Is.EquivalentTo(All));
        }
    }

    /// <summary>Nothing of it can be under way.</summary>
    [Test]
    public async Task Who_is_late_takes_what_was_given_back_all_the_same()
    {
        await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));
        await Store.Leases.ReleaseAsync(new LeaseRelease { InstanceId = "b", Partitions = All, IsLeaving = true });

        var grant = await RenewAsync("a");

        Assert.That(Partitions(grant), Is.EquivalentTo(All));
    }

    /// <summary>Who has no leases of its own cannot say that all are late.</summary>
    [Test]
    public async Task Who_comes_while_all_are_late_takes_nothing_from_them()
    {
        var (a, b) = await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var newcomer = await RenewAsync("c");
        var first = await RenewAsync("a");
        var second = await RenewAsync("b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(newcomer.Leases, Is.Empty);
            Assert.That(first.Leases, Is.EquivalentTo(a.Leases));
            Assert.That(second.Leases, Is.EquivalentTo(b.Leases));
            Assert.That((await RenewAsync("c")).Leases, Is.Empty);
        }
    }

    [Test]
    public async Task Who_comes_after_all_have_died_takes_what_they_have_left_at_its_next_renewal()
    {
        await ShareAsync(Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));
        await RenewAsync("c");

        var next = await RenewAsync("c");

        Assert.That(Partitions(next), Is.EquivalentTo(All));
    }

    /// <summary>Others have followed it meanwhile, so nothing of its own says how long it was away.</summary>
    [Test]
    public async Task Who_was_taken_for_dead_comes_like_one_that_has_just_started()
    {
        await RenewAsync("a", Short);
        await RenewAsync("b");
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));
        var b = await RenewAsync("b", Short);
        await PassStoreTimeAsync(Short + TimeSpan.FromMilliseconds(200));

        var back = await RenewAsync("a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Partitions(b), Is.EquivalentTo(All));
            Assert.That(back.Leases, Is.Empty);
            Assert.That((await RenewAsync("b")).Leases, Is.EquivalentTo(b.Leases));
        }
    }

    private async Task<(LeaseGrant A, LeaseGrant B)> ShareAsync(TimeSpan duration)
    {
        await RenewAsync("a", duration);
        await RenewAsync("b", duration);
        await ReleaseAsync("a", [.. All.Where(partition => partition % 2 == 1)]);
        var b = await RenewAsync("b", duration);
        return (await RenewAsync("a", duration), b);
    }
}
