using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>The same backlog for the same endpoints, with and without many idle ones around them; then what doing nothing costs.</summary>
internal sealed class IdleEndpointsScenario : IScenario
{
    /// <summary>Until what the drain left behind is done.</summary>
    private static readonly TimeSpan Calming = TimeSpan.FromSeconds(5);

    public string Name => "idle-endpoints";

    public string Summary => "drain rate beside many idle endpoints, and the cost of an idle system";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Endpoints] = 100_000,
        [LoadOption.Active] = 100,
        [LoadOption.Deliveries] = 100_000,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Seconds] = 20,
        [LoadOption.Rounds] = 1,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var active = arguments[LoadOption.Active];
        var settings = new SystemSettings(arguments[LoadOption.Concurrency]);
        await using var rig = await LoadRig.StartAsync(arguments, countStatements: true);
        var idle = new List<Figures>();
        var few = new DrainPhase(rig, new EndpointPlan(active), settings);
        var many = new DrainPhase(rig, new EndpointPlan(arguments[LoadOption.Endpoints], active: active), settings)
        {
            Afterwards = async system => idle.Add(await MeasureIdleAsync(rig, system)),
        };
        await WarmUp.UntilSettledAsync(() => few.RunAsync(arguments[LoadOption.Deliveries] / 5));

        var (fewRounds, manyRounds) = (new List<DrainRound>(), new List<DrainRound>());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            fewRounds.Add(await few.RunAsync(arguments[LoadOption.Deliveries]));
            manyRounds.Add(await many.RunAsync(arguments[LoadOption.Deliveries]));
        }

        Phase[] phases = [new("few endpoints", DrainRound.Median(fewRounds)), new("many endpoints", DrainRound.Median(manyRounds)), new("idle", idle[^1])];
        var ratio = phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond;
        return new Report
        {
            Arguments = arguments,
            Totals = PhaseTotals.Of(phases[1], phases, ratio) with
            {
                IdleCpuPercent = idle[^1].IdleCpuPercent,
                IdleDatabaseCpuPercent = idle[^1].IdleDatabaseCpuPercent,
                StatementsPerSecond = idle[^1].StatementsPerSecond,
            },
            Phases = phases,
            Bars =
            [
                new Bar("drain rate with many endpoints over few", ratio, 0.9, IsFloor: true),
                new Bar("idle: percent of a core, ours", idle[^1].IdleCpuPercent, 2),
                .. arguments.Store == StoreKind.Postgres ? [new Bar("idle: statements per second", idle[^1].StatementsPerSecond, 5)] : Array.Empty<Bar>(),
            ],
        };
    }

    private static async Task<Figures> MeasureIdleAsync(LoadRig rig, LoadSystem system)
    {
        await Task.Delay(Calming);
        await using var meter = await Meter.StartAsync(rig.Receiver, system.Database);
        await Task.Delay(TimeSpan.FromSeconds(rig.Arguments[LoadOption.Seconds]));
        var spending = await meter.ReadAsync();
        return new Figures
        {
            IdleCpuPercent = 100 * spending.Cpu / spending.Elapsed,
            IdleDatabaseCpuPercent = 100 * spending.Database.Cpu / spending.Elapsed,
            StatementsPerSecond = spending.Database.Statements / spending.Elapsed.TotalSeconds,
        };
    }
}
