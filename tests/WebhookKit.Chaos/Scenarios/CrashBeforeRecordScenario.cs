using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// An instance has sent everything and recorded nothing when it is killed: everything arrives exactly once more. The history
/// shows the second request only, because nothing is written before an outcome is known.
/// </summary>
internal sealed class CrashBeforeRecordScenario() : Scenario("R-3", "a crash between sending and recording", events: 1000)
{
    /// <summary>What an endpoint may have under way, and what a process may have unrecorded.</summary>
    private const int Places = 8;
    private const int MostUnrecorded = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        arguments.Events <= MostUnrecorded
            ? new RigPlan { Endpoints = (arguments.Events + Places - 1) / Places }
            : throw new UsageException(
                $"--events: {Name} needs all of them under way at once, and a process has at most {MostUnrecorded} unrecorded; was {arguments.Events}.");

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        var held = await rig.StartHostAsync(rig.NextHost() with { FailPoint = FailPoint.HoldRecords });
        await rig.UntilReceivedAsync(counts => counts.Answered >= rig.Arguments.Events, $"{rig.Arguments.Events} answers", Patience);

        await rig.KillAsync(held);
        await rig.StartHostAsync();
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("sent_exactly_twice", findings.Repeats.Times.GetValueOrDefault(2), AtLeast: rig.Arguments.Events),
        new("attempts_recorded_beyond_one_each", findings.States.Attempts - rig.Arguments.Events, AtMost: 0),
    ];
}
