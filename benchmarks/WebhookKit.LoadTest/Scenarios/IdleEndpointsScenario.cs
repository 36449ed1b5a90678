using System.Diagnostics;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>The same backlog for the same endpoints, with and without many idle ones around them; then what doing nothing costs.</summary>
internal sealed class IdleEndpointsScenario() : Scenario(
    "idle-endpoints",
    "drain rate beside many idle endpoints, and the cost of an idle system",
    (LoadOption.Endpoints, 100_000),
    (LoadOption.Active, 100),
    (LoadOption.Deliveries, 100_000),
    (LoadOption.Body, 1024),
    (LoadOption.Concurrency, 64),
    (LoadOption.Seconds, 20),
    (LoadOption.Rounds, 1))
{
    /// <summary>Until what the drain left behind is done.</summary>
    private static readonly TimeSpan Calming = TimeSpan.FromSeconds(5);

    protected override bool CountsStatements => true;

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var (active, settings) = (rig[LoadOption.Active], new SystemSettings(rig[LoadOption.Concurrency]));
        var idle = new Figures();
        var few = new DrainPhase(rig, new EndpointPlan(active), settings);
        var many = new DrainPhase(rig, new EndpointPlan(rig[LoadOption.Endpoints], active: active), settings)
        {
            Afterwards = async system => idle = await MeasureIdleAsync(rig, system),
        };
        await WarmUp.UntilSettledAsync(() => few.RunAsync(DrainPhase.WarmUpDeliveries));

        var (fewRounds, manyRounds) = (new List<DrainRound>(), new List<DrainRound>());
        await Rounds.RepeatAsync(rig, async () =>
        {
            fewRounds.Add(await few.RunAsync(rig[LoadOption.Deliveries]));
            manyRounds.Add(await many.RunAsync(rig[LoadOption.Deliveries]));
        });

        var main = new Phase("many endpoints", DrainRound.Median(manyRounds) with
        {
            IdleCpuPercent = idle.IdleCpuPercent,
            IdleDatabaseCpuPercent = idle.IdleDatabaseCpuPercent,
            StatementsPerSecond = idle.StatementsPerSecond,
        });
        Phase[] phases = [new("few endpoints", DrainRound.Median(fewRounds)), main];
        var ratio = phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond;
        return Rounds.Compare(rig, phases, main, ratio, BarsOf(rig.Arguments, main.Figures, ratio));
    }

    private static IEnumerable<Bar> BarsOf(LoadTestArguments arguments, Figures figures, double? ratio)
    {
        yield return new Bar("drain rate with many endpoints over few", ratio, 0.9, IsFloor: true);
        yield return new Bar("idle: percent of a core, ours", figures.IdleCpuPercent, 2);
        if (arguments.Store == StoreKind.Postgres)
        {
            yield return new Bar("idle: statements per second", figures.StatementsPerSecond, 5);
        }
    }

    private static async Task<Figures> MeasureIdleAsync(LoadRig rig, LoadSystem system)
    {
        await Task.Delay(Calming);

        // The systems of the rounds before have ended, but what pools their connections looks after them until it is collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // Without a meter, whose looks at the memory would be most of what there is to measure.
        var (start, cpu, database) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, await system.Database.ReadAsync());
        await Task.Delay(TimeSpan.FromSeconds(rig[LoadOption.Seconds]));
        var (elapsed, spent) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
        var inDatabase = (await system.Database.ReadAsync()).Since(database);
        return new Figures
        {
            IdleCpuPercent = 100 * spent / elapsed,
            IdleDatabaseCpuPercent = 100 * inDatabase.Cpu / elapsed,
            StatementsPerSecond = inDatabase.Statements / elapsed.TotalSeconds,
        };
    }
}
