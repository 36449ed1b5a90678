using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// The same load on the healthy endpoints alone and beside endpoints that hang until the attempt times out, alternating in
/// one run: at a steady rate and from a backlog. The hanging ones get the same share of events as every other endpoint.
/// </summary>
internal sealed class DeadScenario() : Scenario(
    "dead",
    "what endpoints that hang cost the healthy ones",
    (LoadOption.Endpoints, 1000),
    (LoadOption.Hanging, 100),
    (LoadOption.Timeout, 15),
    (LoadOption.Rate, 500),
    (LoadOption.Seconds, 20),
    (LoadOption.Deliveries, 50_000),
    (LoadOption.Rounds, 3),
    (LoadOption.Body, 1024))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var (endpoints, hanging) = (rig[LoadOption.Endpoints], rig[LoadOption.Hanging]);
        var settings = new SystemSettings(TimeoutSeconds: rig[LoadOption.Timeout]);
        var (all, healthy) = (new EndpointPlan(endpoints, troubled: hanging), new EndpointPlan(endpoints - hanging));
        var healthyPart = (double)healthy.Endpoints / endpoints;
        await WarmUp.UntilSettledAsync(() => new DrainPhase(rig, healthy, settings).RunAsync(DrainPhase.WarmUpDeliveries));

        var (without, with) = (new PhaseSum(), new PhaseSum());
        var (drainWithout, drainWith) = (new List<DrainRound>(), new List<DrainRound>());
        await Rounds.RepeatAsync(rig, async () =>
        {
            without.Add((await new SteadyPhase(rig, healthy, settings).RunAsync(rig[LoadOption.Rate] * healthyPart)).Result);
            with.Add((await new SteadyPhase(rig, all, settings).RunAsync(rig[LoadOption.Rate])).Result);
            drainWithout.Add(await new DrainPhase(rig, healthy, settings).RunAsync((int)(rig[LoadOption.Deliveries] * healthyPart)));
            drainWith.Add(await new DrainPhase(rig, all, settings).RunAsync(rig[LoadOption.Deliveries]));
        });

        Phase[] phases =
        [
            new("steady without", without.ToFigures()), new("steady with", with.ToFigures()),
            new("drain without", DrainRound.Median(drainWithout)), new("drain with", DrainRound.Median(drainWith)),
        ];
        var ratio = phases[3].Figures.DeliveriesPerSecond / phases[2].Figures.DeliveriesPerSecond;
        return Rounds.Compare(
            rig,
            phases,
            phases[1],
            ratio,
            [
                new Bar("received p95 of the healthy, with hanging ones over without", phases[1].Figures.ReceivedP95Ms / phases[0].Figures.ReceivedP95Ms, 1.2),
                new Bar("drain rate of the healthy, with hanging ones over without", ratio, 0.9, IsFloor: true),
            ]);
    }
}
