using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>A small backlog and a large one, drained in turn: whether the large one is slower or takes more memory.</summary>
internal sealed class BacklogScenario : IScenario
{
    public string Name => "backlog";

    public string Summary => "drain rate and memory with many pending, beside few";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 1_000_000,
        [LoadOption.Fewer] = 10_000,
        [LoadOption.FanOut] = 5,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Rounds] = 1,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var drain = new DrainPhase(rig, plan, new SystemSettings(arguments[LoadOption.Concurrency]));
        await WarmUp.UntilSettledAsync(() => drain.RunAsync(arguments[LoadOption.Fewer]));

        var (few, many) = (new List<DrainRound>(), new List<DrainRound>());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            // Small ones are over so soon that one says little.
            few.Add(await drain.RunAsync(arguments[LoadOption.Fewer]));
            few.Add(await drain.RunAsync(arguments[LoadOption.Fewer]));
            many.Add(await drain.RunAsync(arguments[LoadOption.Deliveries]));
            few.Add(await drain.RunAsync(arguments[LoadOption.Fewer]));
        }

        Phase[] phases = [new("few", FiguresOf(few)), new("many", FiguresOf(many))];
        var ratio = phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond;
        return new Report
        {
            Arguments = arguments,
            Totals = PhaseTotals.Of(phases[1], phases, ratio),
            Phases = phases,
            Bars = arguments.Store == StoreKind.Postgres ? [.. BarsOf(phases[0].Figures, phases[1].Figures, ratio)] : [],
            Notes = ["Rates leave out the first and last twentieth of the arrivals, so that starting and ending weigh nothing."],
        };
    }

    private static Figures FiguresOf(List<DrainRound> rounds) =>
        DrainRound.Median(rounds) with { DeliveriesPerSecond = Medians.Of(rounds.Select(round => round.MiddleRate)) };

    private static IEnumerable<Bar> BarsOf(Figures few, Figures many, double? ratio) =>
    [
        new Bar("drain rate with many pending over few", ratio, 0.9, IsFloor: true),
        new Bar("memory with many pending over few", many.PeakMemoryMb / few.PeakMemoryMb, 1.1),
        new Bar("memory with many pending, MB", many.PeakMemoryMb, 300),
    ];
}
