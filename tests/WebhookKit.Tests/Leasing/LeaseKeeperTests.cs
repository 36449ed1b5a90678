using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Leasing;
using WebhookKit.Storage;
using WebhookKit.Tests.Hosting;

namespace WebhookKit.Tests.Leasing;

public sealed class LeaseKeeperTests
{
    /// <summary>A short outage is no reason to lose a short lease.</summary>
    [Test, CancelAfter(30_000)]
    public async Task A_renewal_that_fails_is_tried_again_before_the_next_would_be_due(CancellationToken cancellationToken)
    {
        var (clock, leases) = (new PassedPauses(), new AbsentLeases());
        var options = new LeaseOptions { Duration = TimeSpan.FromSeconds(1), RenewEvery = TimeSpan.FromSeconds(0.3) };
        var vitals = new EngineVitals(clock);
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new WebhookMetrics(provider.GetRequiredService<IMeterFactory>(), vitals);
        using var keeper = new LeaseKeeper(
            leases, new OwnedPartitions(clock, metrics), new StoreClock(clock), Options.Create(options), clock, metrics, vitals, NullLogger<LeaseKeeper>.Instance);

        keeper.Start();
        await leases.Asked.Task.WaitAsync(cancellationToken);
        var pauses = clock.Pauses.ToArray();
        await keeper.StopAsync(cancellationToken);

        Assert.That(pauses, Has.All.LessThanOrEqualTo(options.RenewEvery / 2).And.Some.EqualTo(options.RenewEvery / 2));
    }

    private sealed class AbsentLeases : ILeaseStore
    {
        private const int Times = 10;
        private int _times;

        /// <summary>It was asked often enough for a pause to grow as long as it may.</summary>
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
        {
            if (++_times == Times)
            {
                Asked.SetResult();
            }

            throw Absent();
        }

        public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => throw Absent();

        public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => throw Absent();

        private static WebhookStoreException Absent() => new("The database is away.", isTransient: true);
    }
}
