using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;
using WebhookKit.Chaos.Timing;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Four instances work on a backlog in the database in which the host goes on writing to tables of its own, and publishes in the
/// same transactions: nobody deadlocks, and the host never waits for a lock that the library holds.
/// </summary>
internal sealed class LockContentionScenario() : Scenario("R-15", "a backlog in a database that the host goes on writing to", events: 1_000_000)
{
    private const int Instances = 4;
    private const int HostEventsPart = 50;
    private const double ReadBarMilliseconds = 50;
    private const double MostHostFactor = 1.5;

    /// <summary>From here on the work lasts for so long that starting processes is no great part of it. Below, locks alone are judged.</summary>
    private const int EventsForTimes = 100_000;
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatiencePerEvent = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly List<string> _times = [];

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var backlog = await rig.StartProducerAsync(rig.NextProducer() with { Together = 50, Publishers = 4, Modes = [PublishMode.Own] });
        await backlog.PublishAsync(rig.Arguments.Events, rig.Ending);
        var host = rig.Keep(await HostWrites.StartAsync(store));
        await Task.Delay(Alone, rig.Ending);
        var alone = host.Take();

        var watch = rig.Keep(await SessionWatch.StartAsync(store));
        var deadlocks = await store.CountDeadlocksAsync();
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => TimedHost(rig)).ToArray().Select(rig.StartHostAsync));
        host.Take();
        var ordering = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Database = store.As("orders"),
            Modes = [PublishMode.Host, PublishMode.Host, PublishMode.RolledBack],
            Publishers = 4,
        });
        await ordering.PublishAsync(rig.Arguments.Events / HostEventsPart, rig.Ending);
        if (!await rig.TryDrainAsync(Patience + (PatiencePerEvent * rig.Arguments.Events)))
        {
            throw new ScenarioFailedException("The backlog was not drained.");
        }

        var beside = host.Take();
        rig.Log.Count("instance beside the host's own writes", Instances);
        rig.Figures.AddRange(
        [
            new("deadlocks", await store.CountDeadlocksAsync() - deadlocks, AtMost: 0),
            new("waits_of_the_host_for_our_locks", watch.Waits, AtMost: 0),
            new("looks_for_waits", watch.Looks, AtLeast: 50),
            new("host_writes_alone", alone.Count, AtLeast: 100),
            new("host_writes_beside_us", beside.Count, AtLeast: 100),
            new("host_write_alone_p99_ms", Quantile.Of(alone, 0.99)),
            new("host_write_beside_us_p99_ms", Quantile.Of(beside, 0.99)),
            new("host_write_p99_factor", Quantile.Of(beside, 0.99) / Quantile.Of(alone, 0.99), AtMost: TimeBar(rig, MostHostFactor)),
        ]);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var (reads, renewals) = (TimesOf(StoreTimes.Reads), TimesOf(StoreTimes.Renewals));
        yield return new("lane_reads", reads.Length, AtLeast: Instances);
        yield return new("lane_read_p50_ms", Quantile.Of(reads, 0.5));
        yield return new("lane_read_p99_ms", Quantile.Of(reads, 0.99), AtMost: TimeBar(rig, ReadBarMilliseconds));
        yield return new("lease_renewal_p99_ms", Quantile.Of(renewals, 0.99));
    }

    private static double? TimeBar(ChaosRig rig, double bar) => rig.Arguments.Events >= EventsForTimes ? bar : null;

    private double[] TimesOf(string call) => [.. _times.SelectMany(path => StoreTimes.Read(path, call))];

    private Delivering.HostSettings TimedHost(ChaosRig rig)
    {
        var settings = rig.NextHost();
        _times.Add(rig.FileNamed($"{settings.Instance}.times"));
        return settings with { StoreTimes = _times[^1] };
    }
}
