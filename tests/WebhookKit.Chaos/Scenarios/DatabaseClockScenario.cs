using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Under load, the clock of the database is set an hour ahead and right again, an hour back and right again. All leases end at
/// once, or seem to last; whoever loses one repeats what it had under way, and no more. What is published is sent meanwhile.
/// </summary>
internal sealed class DatabaseClockScenario()
    : Scenario("R-27b", "the clock of the database is set by an hour, ahead and back; --kills counts the times", events: 6000, kills: 20)
{
    private const int Instances = 2;
    private const int Renewals = 2;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Ahead = [Hour, TimeSpan.Zero, -Hour, TimeSpan.Zero];
    private static readonly TimeSpan PublishingPerTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SkewTolerance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { DatabaseHasClock = true, Script = new ReceiverScript { MostDelay = 250 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var clock = ((PostgreSqlChaosStore)rig.Store).Cluster.Clock!;
        await rig.StartHostsAsync(Instances);
        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync();
        var publishing = producer.PublishOverAsync(rig.Arguments.Events, PublishingPerTime * rig.Arguments.Kills, rig.Ending);
        var running = Stopwatch.StartNew();
        for (var time = 1; time <= rig.Arguments.Kills; time++)
        {
            var left = (PublishingPerTime * (time - 0.5)) - running.Elapsed;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, rig.Ending);
            var before = await rig.Receiver.CountAsync(rig.Ending);
            await rig.UntilReceivedAsync(counts => counts.Started > before.Started, $"Requests before the clock is set for the {time}. time", Patience);
            var ahead = time == rig.Arguments.Kills ? TimeSpan.Zero : Ahead[(time - 1) % Ahead.Length];
            await rig.Nemesis.SetClockAsync(clock, ahead, rig.Hosts, () => rig.UntilRenewedAsync(rig.Hosts, Renewals));
            if (time == 1)
            {
                await ShowSkewAsync(rig, -ahead);
            }
        }

        await publishing;
    }

    /// <summary>Seen from an instance, its own clock is the one that is behind.</summary>
    private static async Task ShowSkewAsync(ChaosRig rig, TimeSpan skew)
    {
        foreach (var host in rig.Hosts)
        {
            var off = await host.ReadSkewAsync(rig.Ending) - skew.TotalSeconds;
            rig.Figures.Add(new Figure($"skew_shown_by_{host.Instance}_wrong_by_s", Math.Abs(off), AtMost: SkewTolerance.TotalSeconds));
        }
    }
}
