using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// One of two instances is asked to stop while it has requests under way, which are answered a little later: it waits for them,
/// records them and goes, and nothing is sent twice.
/// </summary>
internal sealed class GracefulStopScenario() : Scenario("R-19", "SIGTERM with requests under way", events: 1000)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitBar = TimeSpan.FromSeconds(25);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Endpoints = 128, Script = new ReceiverScript { Holds = true } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var stopped = await rig.StartHostAsync();
        await rig.StartHostAsync();
        await rig.UntilSharedAsync(instances: 2);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        var underWay = 0;
        await rig.UntilReceivedAsync(
            counts => (underWay = counts.UnderWay.GetValueOrDefault(stopped.Instance)) >= Math.Min(32, rig.Arguments.Events / 4),
            "Requests under way",
            Patience);

        rig.Nemesis.Terminate(stopped);
        var asked = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(1), rig.Ending);
        await rig.Receiver.FollowAsync(new ReceiverScript { MostDelay = 500 }, rig.Ending);
        var hasExited = await stopped.Process.WaitForExitAsync(ExitBar + Patience, rig.Ending);
        rig.Dismiss(stopped);
        rig.Figures.Add(new Figure("under_way_when_asked", underWay));
        rig.Figures.Add(new Figure("exit_after_s", Stopwatch.GetElapsedTime(asked).TotalSeconds, AtMost: ExitBar.TotalSeconds));
        rig.Figures.Add(new Figure("exit_code", hasExited ? stopped.Process.ExitCode : -1, AtMost: 0, AtLeast: 0));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
        [new("sent_twice", findings.Repeats.Duplicates, AtMost: 0)];
}
