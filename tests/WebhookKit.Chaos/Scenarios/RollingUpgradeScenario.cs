using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Under load, an instance starts and looks after the tables again, and then they get a version that the instances do not know:
/// those that run go on, none of them waits for long, and one that starts now says that it is too old.
/// </summary>
internal sealed class RollingUpgradeScenario() : Scenario("R-30", "the tables get a newer version under load", events: 20_000)
{
    private const int Instances = 2;
    private const string ErrorLine = "fail:";
    private const string TooOld = "Deploy the newer version";
    private static readonly TimeSpan UpgradeBar = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        // Nobody is meant to lose a lease here, however busy the machine is.
        Lease = TimeSpan.FromSeconds(10),
        Script = new ReceiverScript { MostDelay = 20 },
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(Instances);
        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { Publishers = 8 });
        await producer.BeginAsync(rig.Arguments.Events / 2);
        await rig.StartHostAsync();
        rig.Log.Count("instance that looks after the tables");
        var publishing = producer.PublishAsync(rig.Arguments.Events / 2, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Started > rig.Arguments.Events / 2, "Load", Patience);
        var upgrading = Stopwatch.StartNew();
        var tries = await NextVersion.ApplyAsync(rig.Store);
        rig.Figures.Add(new Figure("upgrade_s_for_each_try", upgrading.Elapsed.TotalSeconds / tries, AtMost: UpgradeBar.TotalSeconds));
        rig.Figures.Add(new Figure("upgrade_tries", tries));
        var (_, ended) = await rig.Reader.CountAsync();
        rig.Figures.Add(new Figure("left_to_do_at_the_upgrade", rig.Arguments.Events - ended, AtLeast: rig.Arguments.Events / 4));
        rig.Log.Count("newer version of the tables");

        await StartTooOldAsync(rig);
        await publishing;
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("What was queued was not drained after the upgrade.");
        }

        var errors = rig.Hosts.Sum(host => host.Process.Lines.Count(line => line.StartsWith(ErrorLine, StringComparison.Ordinal)));
        rig.Figures.Add(new Figure("error_lines", errors, AtMost: 0));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("sent_twice", findings.Repeats.Duplicates, AtMost: 0),
        new("unknown_outcomes", findings.Publishing.Unknown, AtMost: 0),
    ];

    /// <summary>What an orchestrator does that starts an old instance again: it must say why it does not run, and end.</summary>
    private static async Task StartTooOldAsync(ChaosRig rig)
    {
        var process = rig.Keep(OwnProgram.Start(HostServer.Verb, rig.NextHost()));
        var hasEnded = await process.WaitForExitAsync(Patience, rig.Ending);
        var says = process.Lines.Count(line => line.Contains(TooOld, StringComparison.Ordinal));
        rig.Figures.Add(new Figure("old_one_ended_with_an_error", hasEnded && process.ExitCode != 0 ? 1 : 0, AtLeast: 1));
        rig.Figures.Add(new Figure("old_one_said_why", says, AtLeast: 1));
    }
}
