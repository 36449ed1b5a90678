using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Instances that could not renew their leases in time.</summary>
internal sealed class LateRenewalTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] ShortLeases = [("Leasing:Duration", "00:00:03"), ("Leasing:RenewEvery", "00:00:01")];

    [Test]
    public async Task After_an_outage_that_was_longer_than_their_leases_instances_keep_what_they_had()
    {
        var (first, second, shared) = await StartTwoAsync();
        var before = (LeasesOf(first), LeasesOf(second));

        shared.FailRenewing = true;
        await WaitForHoldersAsync(shared, holder => holder is null);
        shared.FailRenewing = false;
        await WaitForHoldersAsync(shared, holder => holder is not null);
        await EngineHost.WaitAsync(() => LeasesOf(first).Count + LeasesOf(second).Count == EndpointId.PartitionCount);
        var after = (LeasesOf(first), LeasesOf(second));

        // Its leases are those of the first host's store, which is disposed of with that one.
        await second.StopAsync();
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public async Task An_instance_that_starts_in_such_an_outage_takes_nothing_from_them()
    {
        var (first, second, shared) = await StartTwoAsync();
        shared.FailRenewing = true;
        await WaitForHoldersAsync(shared, holder => holder is null);

        var leases = new ToldLeaseStore(StoreOf(first.Services).Leases);
        var third = await StartHostAsync(
            services =>
            {
                Share(services, StoreOf(first.Services));
                services.AddSingleton<ILeaseStore>(leases);
            },
            ShortLeases);
        var grant = await leases.FirstGrant.WaitAsync(EngineHost.Patience);
        shared.FailRenewing = false;

        // From those that are back, or in the end from those that are not.
        await EngineHost.WaitAsync(() => LeasesOf(third).Count > 0);
        await third.StopAsync();
        await second.StopAsync();
        Assert.That(grant.Leases, Is.Empty);
    }

    [Test]
    public async Task An_instance_that_always_renews_late_takes_what_the_dead_have_left_all_the_same()
    {
        var host = await StartHostAsync(
            services => services.AddSingleton<ILeaseStore>(provider => new SlowLeaseStore(StoreOf(provider).Leases)), ShortLeases);
        await EngineHost.WaitAsync(() => LeasesOf(host).Count == EndpointId.PartitionCount);
        var other = new LeaseRenewal { InstanceId = "other", Duration = TimeSpan.FromSeconds(3) };
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        LeaseGrant others;
        do
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The other instance did not get its share in time.");
            await Task.Delay(10);
            others = await StoreOf(host.Services).Leases.RenewAsync(other);
        }
        while (others.Leases.Count < 32);

        await EngineHost.WaitAsync(() => LeasesOf(host).Count == EndpointId.PartitionCount);
        Assert.That(others.Leases, Has.Count.EqualTo(32), "Else there was nothing to take.");
    }

    [Test]
    public async Task What_was_waited_for_until_the_lease_was_over_is_not_sent_by_who_has_lost_it()
    {
        (string, string?)[] settings = [.. ShortLeases, ("Publishing:OffloadPayloadsAboveBytes", "0"), Patient];
        var payloads = new SlowPayloadStore();
        var first = await StartHostAsync(
            services =>
            {
                services.AddSingleton<IPayloadStore>(payloads);
                services.AddSingleton<ILeaseStore>(provider => new FaultyLeaseStore(StoreOf(provider).Leases));
            },
            settings);
        await first.SubscribeAsync(Receiver.At("/").Url);
        await first.PublishAsync();
        await payloads.IsRead.WaitAsync(EngineHost.Patience);

        ((FaultyLeaseStore)first.Services.GetRequiredService<ILeaseStore>()).FailRenewing = true;
        var second = await StartHostAsync(
            services =>
            {
                Share(services, StoreOf(first.Services));
                services.AddSingleton<IPayloadStore>(payloads);
            },
            settings);
        await second.WaitForAsync(all => all.Count == 1 && all[0].Status == DeliveryStatus.Succeeded);
        payloads.AnswerTheFirst();

        // Which waits for what is under way.
        await first.StopAsync();
        Assert.That(Receiver.Requests, Has.Count.EqualTo(1));
    }

    private async Task<(EngineHost First, EngineHost Second, FaultyLeaseStore Leases)> StartTwoAsync()
    {
        var first = await StartHostAsync(
            services => services.AddSingleton<ILeaseStore>(provider => new FaultyLeaseStore(StoreOf(provider).Leases)), ShortLeases);
        var shared = (FaultyLeaseStore)first.Services.GetRequiredService<ILeaseStore>();
        var second = await StartHostAsync(
            services =>
            {
                Share(services, StoreOf(first.Services));
                services.AddSingleton<ILeaseStore>(shared);
            },
            ShortLeases);
        await EngineHost.WaitAsync(() => LeasesOf(first).Count == 32 && LeasesOf(second).Count == 32);
        return (first, second, shared);
    }

    private static IWebhookStore StoreOf(IServiceProvider services) => services.GetRequiredService<IWebhookStore>();

    private static IReadOnlyList<PartitionLease> LeasesOf(EngineHost host)
    {
        var owned = host.Services.GetRequiredService<OwnedPartitions>();
        return [.. owned.List().Select(owned.LeaseOn).OfType<PartitionLease>()];
    }

    private static async Task WaitForHoldersAsync(FaultyLeaseStore leases, Func<string?, bool> isWanted)
    {
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        for (var partition = 0; partition < EndpointId.PartitionCount;)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"Partition {partition} has not changed hands in time.");
            if (isWanted((await leases.FindHolderAsync(partition)).InstanceId))
            {
                partition++;
            }
            else
            {
                await Task.Delay(10);
            }
        }
    }

    /// <summary>A payload store in which whoever reads first waits.</summary>
    private sealed class SlowPayloadStore : IPayloadStore
    {
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsRead => _read.Task;

        public void AnswerTheFirst() => _answer.SetResult();

        public ValueTask<string> WriteAsync(EventId eventId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) => ValueTask.FromResult("kept");

        public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(string reference, CancellationToken cancellationToken = default)
        {
            if (_read.TrySetResult())
            {
                await _answer.Task.WaitAsync(cancellationToken);
            }

            return "{}"u8.ToArray();
        }
    }

    /// <summary>A lease store that tells what it granted first.</summary>
    private sealed class ToldLeaseStore(ILeaseStore store) : ILeaseStore
    {
        private readonly TaskCompletionSource<LeaseGrant> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<LeaseGrant> FirstGrant => _first.Task;

        public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
        {
            var grant = await store.RenewAsync(renewal, cancellationToken);
            _first.TrySetResult(grant);
            return grant;
        }

        public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => store.ReleaseAsync(release, cancellationToken);

        public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => store.FindHolderAsync(partition, cancellationToken);
    }

    /// <summary>A lease store that takes most of a short lease to get to each renewal.</summary>
    private sealed class SlowLeaseStore(ILeaseStore store) : ILeaseStore
    {
        public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
        {
            await Task.Delay(renewal.Duration * 0.8, cancellationToken);
            return await store.RenewAsync(renewal, cancellationToken);
        }

        public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => store.ReleaseAsync(release, cancellationToken);

        public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => store.FindHolderAsync(partition, cancellationToken);
    }
}
