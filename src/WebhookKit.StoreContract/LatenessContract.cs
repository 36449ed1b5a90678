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
        var (a, _) = await ShareAsync(TimeSpan.FromMinutes(5));
        await Store.Leases.ReleaseAsync(new LeaseRelease { InstanceId = "b", Partitions = All, IsLeaving = true });

        var late = await RenewAsync("a", TimeSpan.FromMinutes(16));
        var onTime = await RenewAsync("a", TimeSpan.FromMinutes(45));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(late.Leases, Is.EquivalentTo(a.Leases));
            Assert.That(Partitions(onTime), Is.EquivalentTo(All));
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
