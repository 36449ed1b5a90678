using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Many deliveries have failed once and are due in an hour when an instance dies with 100 others under way. They stand before those
/// in every order that a queue may have, and must not keep the heir from them.
/// </summary>
internal sealed class InTheWayScenario() : Scenario("R-25", "many deliveries that are not due stand before those of a dead instance", events: 20_000)
{
    private const int FailingEndpoints = 40;
    private const int UnderWay = 100;
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly ReceiverScript Failing = new() { StatusOfEndpoint = Enumerable.Range(0, FailingEndpoints).ToDictionary(endpoint => endpoint, _ => 500) };

    // An endpoint that has not answered yet gets one request at a time.
    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { Endpoints = FailingEndpoints + UnderWay, Retries = [.. Enumerable.Repeat(Later, 5)], Script = Failing };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var owners = rig.Plan.EndpointsOf.Keys.ToArray();
        var inTheWay = await rig.StartProducerAsync(rig.NextProducer() with { Owners = owners[..FailingEndpoints], SpreadsEvenly = true, Together = 20 });
        var others = await rig.StartProducerAsync(rig.NextProducer() with { Owners = owners[FailingEndpoints..], SpreadsEvenly = true });
        var first = await rig.StartHostAsync();
        await inTheWay.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.UntilAsync(async () => await rig.Reader.CountAttemptsAsync() >= rig.Arguments.Events, "Deliveries that have failed once", Patience);

        await rig.Receiver.FollowAsync(Failing with { Holds = true }, rig.Ending);
        await others.PublishAsync(UnderWay, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.UnderWay.GetValueOrDefault(first.Instance) >= UnderWay, "Requests under way", Patience);
        await rig.KillAsync(first);
        var killed = Stopwatch.StartNew();
        await rig.Receiver.FollowAsync(Failing, rig.Ending);
        await rig.StartHostAsync();
        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Ended >= UnderWay, "What the dead instance had under way", Patience);
        rig.Figures.Add(new Figure("all_arrived_after_s", killed.Elapsed.TotalSeconds, AtMost: rig.Plan.DrainBar.TotalSeconds));
        rig.Figures.Add(new Figure("in_the_way", (await rig.Reader.CountAsync()).Open, AtLeast: rig.Arguments.Events, AtMost: rig.Arguments.Events));

        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
        await rig.Reader.MakeDueAsync();
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("What was in the way was not drained once it was due.");
        }
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("sent_too_early", findings.States.Attempts - (2 * rig.Arguments.Events) - UnderWay, AtMost: 0),
    ];
}
