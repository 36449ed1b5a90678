using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>One of three instances has a wall clock that is ten minutes ahead: nobody's lease ends sooner for it, and nothing is sent twice.</summary>
internal sealed class ClockSkewScenario() : Scenario("R-27", "an instance whose wall clock is ahead", events: 2000)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 40 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var producer = await rig.StartProducerAsync();
        var publishing = producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.StartHostAsync(rig.NextHost() with { ClockAhead = Ahead });
        rig.Log.Count("clock 10 min ahead");
        await publishing;
    }
}
