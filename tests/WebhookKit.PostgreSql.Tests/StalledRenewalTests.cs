using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>An instance that is stopped or cut off in the middle of a renewal, as a machine that is suspended is.</summary>
internal sealed class StalledRenewalTests : StoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    /// <summary>Where connections are multiplexed, the commit is a command of its own.</summary>
    [TestCase("")]
    [TestCase(";Multiplexing=true")]
    public async Task It_does_not_keep_the_others_from_renewing_theirs(string settings)
    {
        var healthy = await Database.OpenReadyAsync();
        await healthy.Leases.RenewAsync(RenewalOf("healthy"));
        Task stalled;
        await using (var link = new StallingLink("COMMIT\0"))
        {
            var stalling = Database.Open(
                options => (options.DataSource, options.ConnectionString, options.UseNotifications) = (null, link.ConnectionString + settings, false));
            stalled = stalling.Leases.RenewAsync(RenewalOf("stalled")).AsTask();
            await link.Stalled.WaitAsync(TimeSpan.FromSeconds(10));

            // Its own lease is not over yet.
            var renewed = await healthy.Leases.RenewAsync(RenewalOf("healthy")).AsTask().WaitAsync(Lease);

            Assert.That(renewed.Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
            Assert.That(renewed.LiveInstances, Is.EqualTo(1), "What was not committed is not there.");
        }

        await stalled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test]
    public async Task Its_renewal_counts_though_it_cannot_hear_of_it()
    {
        var healthy = await Database.OpenReadyAsync();
        await healthy.Leases.RenewAsync(RenewalOf("healthy"));
        Task stalled;
        await using (var link = new StallingLink("SHARE ROW EXCLUSIVE", onlyAnswers: true))
        {
            var stalling = Database.Open(
                options => (options.DataSource, options.ConnectionString, options.UseNotifications) = (null, link.ConnectionString, false));
            stalled = stalling.Leases.RenewAsync(RenewalOf("stalled")).AsTask();
            await link.Stalled.WaitAsync(TimeSpan.FromSeconds(10));

            var live = 0;
            for (var deadline = DateTime.UtcNow + Lease; live != 2 && DateTime.UtcNow < deadline; await Task.Delay(10))
            {
                live = (await healthy.Leases.RenewAsync(RenewalOf("healthy")).AsTask().WaitAsync(Lease)).LiveInstances;
            }

            Assert.That(live, Is.EqualTo(2), "It waits to say commit, and holds the lock of all renewals meanwhile.");
        }

        await stalled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test]
    public async Task A_renewal_that_is_given_up_leaves_its_connection_in_no_transaction()
    {
        await using var shared = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=1");
        await Database.OpenReadyAsync();
        var store = Database.Open(options => (options.DataSource, options.UseNotifications) = (shared, false));
        await using (var holder = await TestServer.DataSource.OpenConnectionAsync())
        await using (await holder.BeginTransactionAsync())
        {
            await ExecuteAsync(holder, $"LOCK TABLE {Database.Schema}.leases IN ACCESS EXCLUSIVE MODE");
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            Assert.That(async () => await store.Leases.RenewAsync(RenewalOf("one"), giveUp.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        var grant = await store.Leases.RenewAsync(RenewalOf("one"));

        Assert.That(grant.Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
        await using var connection = await shared.OpenConnectionAsync();
        Assert.That(await ReadAsync(connection, "SELECT COALESCE(pg_current_xact_id_if_assigned()::text, 'none')"), Is.EqualTo(new[] { "none" }));
    }

    private static LeaseRenewal RenewalOf(string instance) => new() { InstanceId = instance, Duration = Lease };
}
