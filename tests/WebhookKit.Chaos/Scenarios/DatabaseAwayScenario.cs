using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Under load, all sessions on the database are ended every two seconds, and now and then the server crashes and recovers:
/// nothing is lost, no host ends, and sending goes on by itself.
/// </summary>
internal sealed class DatabaseAwayScenario() : Scenario("R-10", "sessions on the database end, and the database crashes, under load", events: 10_000, kills: 10)
{
    private const int Instances = 2;
    private const int TerminationsPerCrash = 3;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SendingBar = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 250 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        await rig.StartHostsAsync(Instances);
        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [PublishMode.Own, PublishMode.OwnById, PublishMode.Host],
            Publishers = 4, // they try again at once, and the server has to come up beside them
            Retries = true,
        });
        var (disturbing, worst) = (Stopwatch.StartNew(), 0.0);
        var burst = Math.Max(1, rig.Arguments.Events / (rig.Arguments.Kills * (TerminationsPerCrash + 2)));
        for (var crash = 0; crash < rig.Arguments.Kills; crash++)
        {
            for (var termination = 0; termination < TerminationsPerCrash; termination++)
            {
                await DisturbAsync(rig, producer, burst, () => rig.Nemesis.TerminateBackendsAsync(store, rig.Hosts));
                await Task.Delay(Between, rig.Ending);
            }

            var up = 0L;
            await DisturbAsync(rig, producer, burst, async () =>
            {
                await rig.Nemesis.CrashDatabaseAsync(store, rig.Hosts);
                up = Stopwatch.GetTimestamp();
            });
            worst = Math.Max(worst, await SendAgainAsync(rig, producer, burst, up));
        }

        rig.Figures.Add(new Figure("sending_again_after_s", worst, AtMost: SendingBar.TotalSeconds));
        rig.Figures.Add(new Figure("hosts_alive", rig.Hosts.Count(host => host.IsRunning), AtLeast: Instances));
        rig.Figures.Add(new Figure("error_lines_per_second", rig.Hosts.Max(host => host.Process.Errors) / disturbing.Elapsed.TotalSeconds, AtMost: 1));
    }

    /// <summary>Injects while there is something to lose.</summary>
    private static async Task DisturbAsync(ChaosRig rig, Producer producer, int events, Func<Task> injectAsync)
    {
        var before = await rig.Receiver.CountAsync(rig.Ending);
        var publishing = producer.PublishAsync(events, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Started > before.Started, "Work to disturb", Patience);
        await injectAsync();
        await publishing;
    }

    /// <summary>How long after the server was back something new was published, sent and recorded.</summary>
    private static async Task<double> SendAgainAsync(ChaosRig rig, Producer producer, int events, long up)
    {
        var (_, before) = await rig.Reader.CountAsync();
        await producer.PublishAsync(events, rig.Ending);
        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Ended >= before + events, "Sending after a crash of the database", Patience);
        return Stopwatch.GetElapsedTime(up).TotalSeconds;
    }
}
