using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// An instance has sent a delivery and stands still before it records the outcome; its partition passes to another one, which
/// sends the same and finishes it; then, delivery by delivery, the first outcome is let go. It must change nothing: not where
/// it says success, and not where it says that it is to be tried again.
/// </summary>
internal sealed class OvertakenRecordScenario()
    : Scenario("R-26", "outcomes that are recorded after another instance has finished the delivery; --kills counts them", events: 1000, kills: 10_000)
{
    private const int Accepted = 200;
    private const int Failed = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Endpoints = 64, Retries = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 5)] };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var late = await rig.StartHostAsync(rig.NextHost() with { FailPoint = FailPoint.LateRecords });
        await rig.StartHostAsync();
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        for (var round = 0; await CountOvertakenAsync(rig) < rig.Arguments.Kills; round++)
        {
            await RunRoundAsync(rig, late, producer, round % 2 == 0 ? Accepted : Failed);
        }
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
        [new("outcomes_overtaken", findings.States.Stale, AtLeast: rig.Arguments.Kills)];

    /// <summary>Outcomes of a round are recorded until leases are shared again: as long as one is held, none is renewed.</summary>
    private static async Task<int> CountOvertakenAsync(ChaosRig rig)
    {
        await rig.UntilSharedAsync(instances: 2);
        return await rig.Reader.CountStaleAsync();
    }

    private static async Task RunRoundAsync(ChaosRig rig, HostProcess late, Producer producer, int answer)
    {
        await rig.Receiver.FollowAsync(new ReceiverScript { StatusOf = new Dictionary<string, int> { [late.Instance] = answer } }, rig.Ending);
        var recorded = await rig.Reader.ReadRecordedAsync();
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.UntilAsync(async () => !(await rig.Reader.ReadOwnersAsync()).Keys.Any(late.IsKnownAs), "A lease that ends under an instance", Patience);
        rig.Log.Count("partitions passed on before recording");
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("A round was not drained.");
        }

        // Each request that it made in this round is held until another one has been made for the same delivery.
        rig.Log.Add(new Fault(late.Instance, Stopwatch.GetTimestamp(), recorded));
    }
}
