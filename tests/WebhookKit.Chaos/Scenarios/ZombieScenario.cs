using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// One of two instances is stopped past its lease with requests under way. The other takes over, finishes some and fails
/// others, and then the first goes on: what it has to say comes too late and must change nothing. What it was answered takes
/// turns: success one time, failure the next.
/// </summary>
internal sealed class ZombieScenario() : Scenario("R-4", "an instance that stands still past its lease, and goes on", events: 5120, kills: 20)
{
    private const int Accepted = 200;
    private const int Failed = 500;
    private const int LeasesLong = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { Endpoints = 128, Retries = [.. Enumerable.Repeat(TimeSpan.FromSeconds(5), 5)] };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var zombie = await rig.StartHostAsync();
        await rig.StartHostAsync();
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        var (most, events) = (0, rig.Arguments.Events / Math.Max(1, rig.Arguments.Kills));
        for (var round = 0; round < rig.Arguments.Kills; round++)
        {
            await rig.UntilSharedAsync(instances: 2);
            most = Math.Max(most, await RunRoundAsync(rig, zombie, producer, events, round % 2 == 0 ? Accepted : Failed));
        }

        rig.Figures.Add(new Figure("most_under_way_when_stopped", most, AtLeast: Math.Min(50, events / 4)));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
        [new("outcomes_that_came_too_late", findings.States.Stale, AtLeast: 1)];

    private static async Task<int> RunRoundAsync(ChaosRig rig, HostProcess zombie, Producer producer, int events, int answer)
    {
        await rig.Receiver.FollowAsync(new ReceiverScript { Holds = true }, rig.Ending);
        await producer.PublishAsync(events, rig.Ending);
        var underWay = 0;
        await rig.UntilReceivedAsync(
            counts =>
            {
                // As many as there will be: the places of its lanes are full.
                var (before, all) = (underWay, counts.UnderWay.Values.Sum());
                underWay = counts.UnderWay.GetValueOrDefault(zombie.Instance);
                return underWay > 0 && underWay == before && all >= Math.Min(events, rig.Plan.Endpoints);
            },
            "Requests under way",
            Patience);

        await rig.Nemesis.PauseAsync(zombie);
        await rig.Receiver.FollowAsync(
            new ReceiverScript { StatusOf = new Dictionary<string, int> { [zombie.Instance] = answer }, StatusOfSecond = Failed }, rig.Ending);
        await Task.Delay(rig.Plan.Lease * LeasesLong, rig.Ending);
        rig.Nemesis.Resume(zombie);
        await rig.UntilSharedAsync(instances: 2);
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("A round of zombies was not drained.");
        }

        return underWay;
    }
}
