using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What the contract classes of <see cref="ILeaseStore"/> have in common: a clock that can be made to pass.</summary>
public abstract class LeaseFixture : StoreFixture
{
    private protected static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private protected static readonly int[] All = [.. Enumerable.Range(0, EndpointId.PartitionCount)];

    /// <summary>Lets time pass by the clock that leases expire by. Waits in real time by default.</summary>
    /// <param name="time">How long.</param>
    protected virtual async ValueTask PassStoreTimeAsync(TimeSpan time)
    {
        // The store's clock is another process's: nothing but real time moves it.
#pragma warning disable RS0030
        var clock = TimeProvider.System;
#pragma warning restore RS0030
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) <= time;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }

    private protected static IEnumerable<int> Partitions(LeaseGrant grant) => grant.Leases.Select(lease => lease.Partition);

    private protected static long EpochOf(LeaseGrant grant, int partition) => grant.Leases.Single(lease => lease.Partition == partition).Epoch;

    private protected async Task<LeaseGrant> RenewAsync(string instance, TimeSpan? duration = null, IWebhookStore? store = null) =>
        await (store ?? Store).Leases.RenewAsync(new LeaseRenewal { InstanceId = instance, Duration = duration ?? Long });

    private protected async Task ReleaseAsync(string instance, IReadOnlyList<int> partitions) =>
        await Store.Leases.ReleaseAsync(new LeaseRelease { InstanceId = instance, Partitions = partitions });
}
