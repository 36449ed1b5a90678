using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>An instance that is stopped or cut off in the middle of a renewal, as a machine that is suspended is.</summary>
internal sealed class StalledRenewalTests : StoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    [Test]
    public async Task It_does_not_keep_the_others_from_renewing_theirs()
    {
        var healthy = await Database.OpenReadyAsync();
        await healthy.Leases.RenewAsync(RenewalOf("healthy"));
        Task stalled;
        await using (var link = new StallingLink("COMMIT\0"))
        {
            var stalling = Database.Open(
                options => (options.DataSource, options.ConnectionString, options.UseNotifications) = (null, link.ConnectionString, false));
            stalled = stalling.Leases.RenewAsync(RenewalOf("stalled")).AsTask();
            await link.Stalled.WaitAsync(TimeSpan.FromSeconds(10));

            // Its own lease is not over yet.
            var renewed = await healthy.Leases.RenewAsync(RenewalOf("healthy")).AsTask().WaitAsync(Lease);

            Assert.That(renewed.Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
            Assert.That(renewed.LiveInstances, Is.EqualTo(1), "What was not committed is not there.");
        }

        await stalled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static LeaseRenewal RenewalOf(string instance) => new() { InstanceId = instance, Duration = Lease, MayTake = true };
}
