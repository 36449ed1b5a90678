using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// Endpoints at one event a second each, alone and beside a slow endpoint with a backlog that it cannot work off,
/// alternating in one run.
/// </summary>
internal sealed class FloodScenario() : Scenario(
    "flood",
    "what one slow endpoint with a large backlog costs the others",
    (LoadOption.Deliveries, 1_000_000),
    (LoadOption.Endpoints, 100),
    (LoadOption.Delay, 100),
    (LoadOption.Rate, 100),
    (LoadOption.Seconds, 30),
    (LoadOption.Rounds, 1),
    (LoadOption.Body, 1024))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var flooded = new EndpointPlan(rig[LoadOption.Endpoints] + 1, troubled: 1, troubleDelay: rig[LoadOption.Delay]);
        var alone = new SteadyPhase(rig, flooded, new SystemSettings()) { Groups = flooded.HealthyGroups };
        var beside = new SteadyPhase(rig, flooded, new SystemSettings()) { Groups = flooded.HealthyGroups, Beforehand = FloodAsync };

        var (without, with) = (new PhaseSum(), new PhaseSum());
        await Rounds.RepeatAsync(rig, async () =>
        {
            without.Add((await alone.RunAsync(rig[LoadOption.Rate])).Result);
            with.Add((await beside.RunAsync(rig[LoadOption.Rate])).Result);
        });

        Phase[] phases = [new("alone", without.ToFigures()), new("beside the flood", with.ToFigures())];
        var ratio = phases[1].Figures.ReceivedP95Ms / phases[0].Figures.ReceivedP95Ms;
        return Rounds.Compare(rig, phases, phases[1], ratio, [new Bar("received p95, beside the flood over alone", ratio, 1.2)]);

        Task FloodAsync(LoadSystem system) =>
            BacklogPublisher.InBulk(system.Publisher, rig.NewPayload()).PublishAsync(rig[LoadOption.Deliveries], groups: 1, first: flooded.HealthyGroups);
    }
}
