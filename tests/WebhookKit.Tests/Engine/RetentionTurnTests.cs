using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

internal sealed class RetentionTurnTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] Settings =
        [("Leasing:Duration", "00:00:15"), ("Leasing:RenewEvery", "00:00:00.3"), ("Retention:Every", "00:00:01")];

    [Test]
    public async Task One_instance_removes_old_history_for_all_and_another_goes_on_when_it_leaves()
    {
        var (first, second) = (new Steps(), new Steps());
        var leaving = await StartCountedAsync(first, _ => { });
        await EngineHost.WaitAsync(() => first.Count > 0);
        var staying = await StartCountedAsync(second, services => Share(services, leaving.Services.GetRequiredService<IWebhookStore>()));
        await EngineHost.WaitAsync(() => OwnedBy(staying) == EndpointId.PartitionCount / 2);

        var before = first.Count;
        await EngineHost.WaitAsync(() => first.Count >= before + 3);
        Assert.That(second.Count, Is.Zero);

        await leaving.StopAsync();
        await EngineHost.WaitAsync(() => second.Count > 0);
    }

    private Task<EngineHost> StartCountedAsync(Steps steps, Action<IServiceCollection> configure) => StartHostAsync(
        services =>
        {
            configure(services);
            services.AddSingleton<IRetentionStore>(provider => new CountedRetention(provider.GetRequiredService<IWebhookStore>().Retention, steps));
        },
        Settings);

    private static int OwnedBy(EngineHost host) => host.Services.GetRequiredService<OwnedPartitions>().List().Count;

    private sealed class Steps
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class CountedRetention(IRetentionStore store, Steps steps) : IRetentionStore
    {
        public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
        {
            steps.Add();
            return store.PurgeAsync(request, cancellationToken);
        }
    }
}
