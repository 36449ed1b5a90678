using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Hogging;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// The host's own code takes every connection of the pool that it shares with the library and publishes on each; then others take
/// every connection of the server. On SQLite, one of them holds the only lock that writers share. Nothing stands still for ever, and
/// soon after the end all is as before.
/// </summary>
internal sealed class NoConnectionsScenario() : Scenario("R-31", "others take every connection, or the lock to write, for a while", events: 10_000)
{
    private const int Instances = 2;
    private const int PoolSize = 10;
    private const int DatabaseConnections = 40;

    /// <summary>With the default number of events, a minute.</summary>
    private static readonly TimeSpan TakenPerEvent = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan RecoveryBar = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PublishBar = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { DatabaseConnections = DatabaseConnections, Script = new ReceiverScript { MostDelay = 100 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var time = TakenPerEvent * rig.Arguments.Events;
        if (rig.Store is not PostgreSqlChaosStore store)
        {
            await StartAsync(rig, host => host);
            await DisturbAsync(rig, "lock", () => HoldWriteLockAsync(rig, time));
            return;
        }

        var watch = rig.Keep(await SessionWatch.StartAsync(store));
        await StartAsync(rig, host => host with { SharedPool = new SharedPool(PoolSize, rig.AddJournal(host.Instance), [.. rig.Plan.EndpointsOf.Keys]) });
        await DisturbAsync(rig, "pool", () => HoldPoolsAsync(rig, time));
        await DisturbAsync(rig, "server", () => FloodAsync(rig, store, time));
        rig.Figures.Add(new Figure("most_connections_of_a_host", watch.MostOfHost, AtMost: PoolSize));
    }

    private static async Task StartAsync(ChaosRig rig, Func<HostSettings, HostSettings> with)
    {
        for (var host = 0; host < Instances; host++)
        {
            await rig.StartHostAsync(with(rig.NextHost()));
        }

        await rig.UntilSharedAsync(Instances);
        await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [PublishMode.Own, PublishMode.OwnById, PublishMode.Host],
            Publishers = 4,
            Retries = true,
        });
    }

    /// <summary>Has something taken while there is work, and measures how long after the end all instances are at work again.</summary>
    private static async Task DisturbAsync(ChaosRig rig, string name, Func<Task> takeAsync)
    {
        var (producer, burst) = (rig.Producers.Single(), Math.Max(1, rig.Arguments.Events / 6));
        var started = (await rig.Receiver.CountAsync(rig.Ending)).Started;
        var publishing = producer.PublishAsync(burst, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Started > started, "Work to disturb", Patience);
        var recorded = await rig.Reader.ReadRecordedAsync();
        await takeAsync();

        var released = Stopwatch.StartNew();
        var (_, ended) = await rig.Reader.CountAsync();
        await rig.Nemesis.NoteCutAsync(rig.Hosts, recorded);
        await producer.BeginAsync(burst);
        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Ended >= ended + burst, $"Sending after the {name} was free again", Patience);
        await rig.UntilAsync(async () => (await rig.Reader.ReadOwnersAsync()).Count == Instances, "All instances at work again", Patience);
        rig.Figures.Add(new Figure($"{name}_recovered_after_s", released.Elapsed.TotalSeconds, AtMost: RecoveryBar.TotalSeconds));
        rig.Figures.Add(new Figure($"{name}_hosts_alive", rig.Hosts.Count(host => host.IsRunning), AtLeast: Instances));
        await publishing;
        await producer.PublishAsync(1, rig.Ending); // and so waits for what it began
        rig.Log.Count($"the whole {name} taken");
    }

    private static async Task HoldPoolsAsync(ChaosRig rig, TimeSpan time)
    {
        var seconds = time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        foreach (var host in rig.Hosts)
        {
            await host.Process.TellAsync(seconds);
        }

        foreach (var host in rig.Hosts)
        {
            var said = await host.Process.WaitForLineAsync(PoolHog.Held, time + Patience, rig.Ending);
            var figures = said.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
            rig.Figures.Add(new Figure($"{host.Instance}_connections_taken_from_it", figures[0], AtLeast: PoolSize / 2));
            rig.Figures.Add(new Figure($"{host.Instance}_slowest_publish_without_others_ms", figures[1], AtMost: PublishBar.TotalMilliseconds));
        }
    }

    private static async Task FloodAsync(ChaosRig rig, PostgreSqlChaosStore store, TimeSpan time)
    {
        var (taken, refused) = await ConnectionFlood.RunAsync(store.ConnectionString, time, rig.Ending);
        rig.Figures.Add(new Figure("server_connections_taken", taken, AtLeast: PoolSize));
        rig.Figures.Add(new Figure("server_had_none_left", refused, AtLeast: 1));
    }

    private static async Task HoldWriteLockAsync(ChaosRig rig, TimeSpan time)
    {
        await using var connection = await StoreAccess.OpenAsync(rig.Store.Kind, rig.Store.ConnectionString);
        await using var transaction = await connection.BeginTransactionAsync(rig.Ending);
        await StoreAccess.ExecuteAsync(connection, $"INSERT INTO {OrderTable.Name} (key) VALUES ('held')", transaction);
        await Task.Delay(time, rig.Ending);
        await transaction.RollbackAsync(rig.Ending);
    }
}
