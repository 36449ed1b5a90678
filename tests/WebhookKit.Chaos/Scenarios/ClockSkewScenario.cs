using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>One of three instances has a wall clock that is ten minutes ahead: nobody's lease ends sooner for it, and nothing is sent twice.</summary>
internal sealed class ClockSkewScenario() : Scenario("R-27", "an instance whose wall clock is ahead", events: 2000)
{
    private const int Bursts = 10;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 300 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var producer = await rig.StartProducerAsync();
        await rig.StartHostAsync(rig.NextHost() with { ClockAhead = Ahead });
        rig.Log.Count("clock 10 min ahead");
        for (var burst = 0; burst < Bursts; burst++)
        {
            await producer.PublishAsync(rig.Arguments.Events / Bursts, rig.Ending);
            await Task.Delay(Pause, rig.Ending);
        }
    }
}
