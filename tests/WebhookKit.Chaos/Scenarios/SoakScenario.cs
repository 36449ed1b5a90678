using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Steady load, and a fault every five seconds, chosen by chance from those that other scenarios inject alone. One host is never
/// touched: its memory must not grow.
/// </summary>
internal sealed class SoakScenario() : Scenario("R-32", "faults of all kinds for long, one every 5 s", events: 100_000, kills: 720)
{
    private const int Instances = 3;
    private const double SlopeBar = 1;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(40);

    /// <summary>In less, a slope says nothing.</summary>
    private static readonly TimeSpan LeastForSlope = TimeSpan.FromMinutes(30);

    public override TimeSpan GivenUpAfter => TimeSpan.FromMinutes(90);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 250 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var survivor = await rig.StartHostAsync(rig.NextHost() with { HasPages = true });
        await rig.StartHostsAsync(Instances - 1);
        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [PublishMode.Own, PublishMode.OwnById, PublishMode.Host],
            Publishers = 4,
            Retries = true,
        });
        using var memory = new MemoryWatch(survivor);
        var soaking = Stopwatch.StartNew();
        var publishing = producer.PublishOverAsync(rig.Arguments.Events, Between * rig.Arguments.Kills, rig.Ending);
        for (var fault = 1; fault <= rig.Arguments.Kills; fault++)
        {
            await InjectOneAsync(rig, survivor, fault);
            var left = (Between * fault) - soaking.Elapsed;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, rig.Ending);
            await memory.LookAsync(rig.Ending);
        }

        await publishing;
        rig.Figures.Add(new Figure("soaked_s", soaking.Elapsed.TotalSeconds));
        rig.Figures.Add(new Figure("survivor_alive", survivor.IsRunning ? 1 : 0, AtLeast: 1));
        var (reachable, resident) = memory.Slopes();
        rig.Figures.Add(new Figure("reachable_memory_mib", memory.Reachable));
        rig.Figures.Add(new Figure("reachable_memory_mib_in_10_min", reachable, AtMost: soaking.Elapsed >= LeastForSlope ? SlopeBar : null));
        rig.Figures.Add(new Figure("resident_memory_mib_in_10_min", resident));
    }

    /// <summary>Each kind once before any comes again, in an order by chance.</summary>
    private static async Task InjectOneAsync(ChaosRig rig, HostProcess survivor, int fault)
    {
        Func<ChaosRig, HostProcess, Task>[] kinds = rig.Store is PostgreSqlChaosStore
            ? [KillAsync, PauseAsync, StopAsync, TerminateBackendsAsync, CrashDatabaseAsync]
            : [KillAsync, PauseAsync, StopAsync];
        new Random(unchecked((rig.Arguments.Seed * 1_000_003) + ((fault - 1) / kinds.Length))).Shuffle(kinds);
        var others = rig.Hosts.Where(host => host != survivor).ToArray();
        await kinds[(fault - 1) % kinds.Length](rig, others[rig.Random.Next(others.Length)]);
    }

    private static async Task KillAsync(ChaosRig rig, HostProcess host)
    {
        await rig.KillAsync(host);
        await rig.StartHostAsync();
    }

    private static async Task PauseAsync(ChaosRig rig, HostProcess host)
    {
        await rig.Nemesis.PauseAsync(host);
        await Task.Delay(rig.Plan.Lease * 1.5, rig.Ending);
        rig.Nemesis.Resume(host);
    }

    private static async Task StopAsync(ChaosRig rig, HostProcess host)
    {
        rig.Nemesis.Terminate(host);
        rig.Dismiss(host);
        if (!await host.Process.WaitForExitAsync(ExitPatience, rig.Ending))
        {
            throw new ScenarioFailedException($"{host.Instance} did not end when it was asked to.");
        }

        await rig.StartHostAsync();
    }

    private static Task TerminateBackendsAsync(ChaosRig rig, HostProcess host) =>
        rig.Nemesis.TerminateBackendsAsync((PostgreSqlChaosStore)rig.Store, rig.Hosts);

    private static Task CrashDatabaseAsync(ChaosRig rig, HostProcess host) =>
        rig.Nemesis.CrashDatabaseAsync((PostgreSqlChaosStore)rig.Store, rig.Hosts);
}
