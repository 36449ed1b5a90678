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
internal sealed class FloodScenario : IScenario
{
    public string Name => "flood";

    public string Summary => "what one slow endpoint with a large backlog costs the others";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 1_000_000,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Delay] = 100,
        [LoadOption.Rate] = 100,
        [LoadOption.Seconds] = 30,
        [LoadOption.Rounds] = 1,
        [LoadOption.Body] = 1024,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var (endpoints, duration) = (arguments[LoadOption.Endpoints], TimeSpan.FromSeconds(arguments[LoadOption.Seconds]));
        var flooded = new EndpointPlan(endpoints + 1, troubled: 1, troubleDelay: arguments[LoadOption.Delay]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var alone = new SteadyPhase(rig, flooded, new SystemSettings()) { Groups = endpoints };
        var beside = new SteadyPhase(rig, flooded, new SystemSettings()) { Groups = endpoints, Beforehand = FloodAsync };
        await WarmUp.UntilSettledAsync(() => alone.RunAsync(arguments[LoadOption.Rate], SteadyPhase.WarmUp));

        var (without, with) = (new PhaseSum(), new PhaseSum());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            without.Add((await alone.RunAsync(arguments[LoadOption.Rate], duration)).Result);
            with.Add((await beside.RunAsync(arguments[LoadOption.Rate], duration)).Result);
        }

        Phase[] phases = [new("alone", without.ToFigures()), new("beside the flood", with.ToFigures())];
        var ratio = phases[1].Figures.ReceivedP95Ms / phases[0].Figures.ReceivedP95Ms;
        return new Report
        {
            Arguments = arguments,
            Totals = PhaseTotals.Of(phases[1], phases, ratio),
            Phases = phases,
            Bars = [new Bar("received p95, beside the flood over alone", ratio, 1.2)],
        };

        Task FloodAsync(LoadSystem system) =>
            BacklogPublisher.InBulk(system.Publisher, rig.NewPayload()).PublishAsync(arguments[LoadOption.Deliveries], groups: 1, first: flooded.HealthyGroups);
    }
}
