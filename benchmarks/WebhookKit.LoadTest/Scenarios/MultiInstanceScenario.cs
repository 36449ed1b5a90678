using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events published by this process and delivered by one other, and by several that share the partitions.</summary>
internal sealed class MultiInstanceScenario : IScenario
{
    public string Name => "multi-instance";

    public string Summary => "several processes that deliver from one database, beside one";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 50_000,
        [LoadOption.Instances] = 3,
        [LoadOption.FanOut] = 1,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Rounds] = 2,
    };

    public IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var (one, several) = (new List<DrainRound>(), new List<DrainRound>());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            one.Add(await DrainWith(instances: 1).RunAsync(arguments[LoadOption.Deliveries]));
            several.Add(await DrainWith(arguments[LoadOption.Instances]).RunAsync(arguments[LoadOption.Deliveries]));
        }

        Phase[] phases = [new("one", DrainRound.Median(one)), new("several", DrainRound.Median(several))];
        return new Report
        {
            Arguments = arguments,
            Totals = PhaseTotals.Of(phases[1], phases, phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond),
            Phases = phases,
            Notes = ["All processes share the machine with each other, the receiver and the database: this is about correctness and overhead, not about speed-up."],
        };

        DrainPhase DrainWith(int instances) =>
            new(rig, plan, new SystemSettings(arguments[LoadOption.Concurrency], OtherInstances: instances, OnlyOthers: true)) { Publishing = true };
    }
}
