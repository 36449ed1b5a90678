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
internal sealed class DeadScenario : IScenario
{
    public string Name => "dead";

    public string Summary => "what endpoints that hang cost the healthy ones";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Endpoints] = 1000,
        [LoadOption.Hanging] = 100,
        [LoadOption.Timeout] = 15,
        [LoadOption.Rate] = 500,
        [LoadOption.Seconds] = 20,
        [LoadOption.Deliveries] = 50_000,
        [LoadOption.Rounds] = 3,
        [LoadOption.Body] = 1024,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var (endpoints, hanging) = (arguments[LoadOption.Endpoints], arguments[LoadOption.Hanging]);
        var (rate, backlog, duration) = (arguments[LoadOption.Rate], arguments[LoadOption.Deliveries], TimeSpan.FromSeconds(arguments[LoadOption.Seconds]));
        var settings = new SystemSettings(TimeoutSeconds: arguments[LoadOption.Timeout]);
        var (all, healthy) = (new EndpointPlan(endpoints, troubled: hanging), new EndpointPlan(endpoints - hanging));
        var healthyPart = (double)healthy.Endpoints / endpoints;
        await using var rig = await LoadRig.StartAsync(arguments);
        await WarmUp.UntilSettledAsync(() => new DrainPhase(rig, healthy, settings).RunAsync(backlog / 5));

        var (without, with) = (new PhaseSum(), new PhaseSum());
        var (drainWithout, drainWith) = (new List<DrainRound>(), new List<DrainRound>());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            without.Add((await new SteadyPhase(rig, healthy, settings).RunAsync(rate * healthyPart, duration)).Result);
            with.Add((await new SteadyPhase(rig, all, settings).RunAsync(rate, duration)).Result);
            drainWithout.Add(await new DrainPhase(rig, healthy, settings).RunAsync((int)(backlog * healthyPart)));
            drainWith.Add(await new DrainPhase(rig, all, settings).RunAsync(backlog));
        }

        Phase[] phases =
        [
            new("steady without", without.ToFigures()), new("steady with", with.ToFigures()),
            new("drain without", DrainRound.Median(drainWithout)), new("drain with", DrainRound.Median(drainWith)),
        ];
        var ratio = phases[3].Figures.DeliveriesPerSecond / phases[2].Figures.DeliveriesPerSecond;
        return new Report
        {
            Arguments = arguments,
            Totals = PhaseTotals.Of(phases[1], phases, ratio),
            Phases = phases,
            Bars =
            [
                new Bar("received p95 of the healthy, with hanging ones over without", phases[1].Figures.ReceivedP95Ms / phases[0].Figures.ReceivedP95Ms, 1.2),
                new Bar("drain rate of the healthy, with hanging ones over without", ratio, 0.9, IsFloor: true),
            ],
        };
    }
}
