using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

internal sealed class OwnershipTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] QuickLeases =
        [("Leasing:Duration", "00:00:15"), ("Leasing:RenewEvery", "00:00:00.3"), ("Dispatching:PollInterval", "00:00:00.1")];

    [Test]
    public async Task Instances_share_the_work_and_nothing_is_sent_twice_while_they_come_and_go()
    {
        const int Endpoints = 40;
        const int Events = 100;
        var first = await StartHostAsync(QuickLeases);
        for (var i = 0; i < Endpoints; i++)
        {
            await first.SubscribeAsync(Receiver.At($"/{i}").Url);
        }

        var publishing = first.PublishManyAsync(Events);
        var second = await StartSecondHostAsync(first);
        await publishing;
        await second.StopAsync();
        await first.PublishManyAsync(Events);

        await first.WaitForAsync(all => all.Count == 2 * Events * Endpoints && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(2 * Events * Endpoints));
    }

    [Test]
    public async Task An_instance_that_joins_gets_its_share_and_one_that_leaves_gives_it_back()
    {
        var first = await StartHostAsync(QuickLeases);
        await EngineHost.WaitAsync(() => OwnedBy(first) == EndpointId.PartitionCount);

        var second = await StartSecondHostAsync(first);
        await EngineHost.WaitAsync(() => OwnedBy(second) == 32 && OwnedBy(first) == 32);
        await second.StopAsync();

        await EngineHost.WaitAsync(() => OwnedBy(first) == 64);
        Assert.That(OwnedBy(second), Is.Zero);
    }

    [Test]
    public async Task A_partition_that_was_to_be_given_up_and_is_kept_after_all_sends_nothing_twice()
    {
        const int Endpoints = 40;
        var first = await StartHostAsync(
            services => services.AddSingleton<ILeaseStore>(provider => new CountingLeaseStore(provider.GetRequiredService<IWebhookStore>().Leases)), QuickLeases);
        var path = Receiver.At("/");
        for (var i = 0; i < Endpoints; i++)
        {
            await first.SubscribeAsync(path.Url);
        }

        var hold = path.Hold();
        await first.PublishAsync();
        await Receiver.WaitForAsync(Endpoints, EngineHost.Patience);
        var second = await StartSecondHostAsync(first);
        await EngineHost.WaitAsync(() => OwnedBy(first) == 32);

        await second.StopAsync();
        await ((CountingLeaseStore)first.Services.GetRequiredService<ILeaseStore>()).WaitForRenewalsAsync(3);
        await first.PublishAsync();
        hold.Dispose();

        await first.WaitForAsync(all => all.Count == 2 * Endpoints && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(2 * Endpoints));
    }

    [Test]
    public async Task A_graceful_stop_lets_requests_finish_records_them_and_sends_nothing_twice()
    {
        var host = await StartHostAsync();
        var path = Receiver.At("/");
        await host.SubscribeAsync(path.Url);
        await host.SubscribeAsync(path.Url);
        var hold = path.Hold();
        await host.PublishManyAsync(25);
        await Receiver.WaitForAsync(2, EngineHost.Patience);

        var stopping = host.StopAsync();
        var sentBefore = Receiver.Requests.Count;
        hold.Dispose();
        await stopping;

        var counts = (await host.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 100 })).Items;
        Assert.Multiple(() =>
        {
            Assert.That(Receiver.Requests, Has.Count.EqualTo(sentBefore), "Nothing may start after the stop.");
            Assert.That(counts.Count(delivery => delivery.Status == DeliveryStatus.Succeeded), Is.EqualTo(sentBefore));
            Assert.That(counts.Count(delivery => delivery.Status == DeliveryStatus.Pending), Is.EqualTo(50 - sentBefore));
        });
    }

    [Test]
    public async Task Requests_that_outlast_the_stop_are_cut_and_sent_again_by_the_next_instance()
    {
        var host = await StartHostAsync(("Hosting:ShutdownTimeout", "00:00:00.2"));
        var path = Receiver.At("/");
        await host.SubscribeAsync(path.Url);
        var hold = path.Hold();
        var receipt = await host.PublishAsync();
        await Receiver.WaitForAsync(1, EngineHost.Patience);

        await host.StopAsync();
        hold.Dispose();
        var next = await StartSecondHostAsync(host);

        await next.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
        var details = await next.History.FindDeliveryAsync(new DeliveryQuery { Id = (await next.WaitForAsync(all => all.Count == 1))[0].Id });
        Assert.Multiple(() =>
        {
            Assert.That(Receiver.Requests.Select(request => request.WebhookId), Is.EqualTo((string[])[receipt.EventId.ToString(), receipt.EventId.ToString()]));
            Assert.That(details!.Attempts, Has.Count.EqualTo(1), "A cut request has no outcome and uses up no attempt.");
        });
    }

    [Test]
    public async Task Disabling_an_endpoint_stops_its_requests_within_two_seconds()
    {
        var host = await StartHostAsync();
        var path = Receiver.At("/").AnswerAlways(500);
        var endpoint = await host.SubscribeAsync(path.Url);
        await host.PublishManyAsync(200);
        await Receiver.WaitForAsync(5, EngineHost.Patience);

        await host.Endpoints.DisableAsync(endpoint.Endpoint.Id, "No longer wanted.", WebhookCaller.Application);
        var disabledAt = DateTimeOffset.UtcNow;

        var all = await host.WaitForAsync(all => all.Count == 200 && all.All(delivery => delivery.Status is DeliveryStatus.Cancelled));
        await host.Endpoints.EnableAsync(endpoint.Endpoint.Id, WebhookCaller.Application);
        path.AnswerAlways(200);
        var afterwards = await host.PublishAsync();
        await host.WaitForAsync(deliveries => deliveries.Single().Status == DeliveryStatus.Succeeded, afterwards.EventId);
        Assert.Multiple(() =>
        {
            Assert.That(all.Select(delivery => delivery.CancelReason), Is.All.EqualTo("No longer wanted."));
            Assert.That(
                Receiver.Requests.Where(request => request.WebhookId != afterwards.EventId.ToString() && request.ReceivedAt > disabledAt.AddSeconds(2)),
                Is.Empty);
        });
    }

    private static int OwnedBy(EngineHost host) => host.Services.GetRequiredService<OwnedPartitions>().List().Count;

    private Task<EngineHost> StartSecondHostAsync(EngineHost first) =>
        StartHostAsync(services => Share(services, first.Services.GetRequiredService<IWebhookStore>()), QuickLeases);

    private sealed class CountingLeaseStore(ILeaseStore store) : ILeaseStore
    {
        private int _renewals;

        public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
        {
            var grant = await store.RenewAsync(renewal, cancellationToken);
            Interlocked.Increment(ref _renewals);
            return grant;
        }

        public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => store.ReleaseAsync(release, cancellationToken);

        public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => store.FindHolderAsync(partition, cancellationToken);

        public Task WaitForRenewalsAsync(int count)
        {
            var target = Volatile.Read(ref _renewals) + count;
            return EngineHost.WaitAsync(() => Volatile.Read(ref _renewals) >= target);
        }
    }
}
