using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>A small backlog and a large one, drained in turn: whether the large one is slower or takes more memory.</summary>
internal sealed class BacklogScenario() : Scenario(
    "backlog",
    "drain rate and memory with many pending, beside few",
    (LoadOption.Deliveries, 1_000_000),
    (LoadOption.Fewer, 10_000),
    (LoadOption.FanOut, 5),
    (LoadOption.Endpoints, 100),
    (LoadOption.Body, 1024),
    (LoadOption.Concurrency, 64),
    (LoadOption.Rounds, 1))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    private const string Note =
        "Rates leave out the first and last twentieth of the arrivals, so that starting and ending weigh nothing. Memory is that of a process that only delivers.";

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var drain = new DrainPhase(rig, rig.FanOutPlan(), new SystemSettings(rig[LoadOption.Concurrency]));
        await WarmUp.UntilSettledAsync(() => drain.RunAsync(rig[LoadOption.Fewer]));

        var (few, many) = (new List<DrainRound>(), new List<DrainRound>());
        await Rounds.RepeatAsync(rig, async () =>
        {
            // Small ones are over so soon that one says little.
            few.Add(await drain.RunAsync(rig[LoadOption.Fewer]));
            few.Add(await drain.RunAsync(rig[LoadOption.Fewer]));
            many.Add(await drain.RunAsync(rig[LoadOption.Deliveries]));
            few.Add(await drain.RunAsync(rig[LoadOption.Fewer]));
        });

        // In processes that do nothing else: this one keeps a record of every event, which grows with the backlog.
        var alone = new SystemSettings(rig[LoadOption.Concurrency], OtherInstances: 1, OnlyOthers: true);
        var memoryOfFew = await MemoryOfFewAsync(rig, alone);
        var memoryOfMany = (await new DrainPhase(rig, rig.FanOutPlan(), alone).RunAsync(rig[LoadOption.Deliveries])).Delivering.PeakMemoryMb;

        Phase[] phases = [new("few", FiguresOf(few, memoryOfFew)), new("many", FiguresOf(many, memoryOfMany))];
        var ratio = phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond;
        return Rounds.Compare(rig, phases, phases[1], ratio, BarsOf(phases[0].Figures, phases[1].Figures, ratio), Note);
    }

    /// <summary>Few at a time, until as many are delivered as of the many: the same work, with less of it pending.</summary>
    private static async Task<double> MemoryOfFewAsync(LoadRig rig, SystemSettings settings)
    {
        var plan = rig.FanOutPlan();
        await using var system = await LoadSystem.CreateAsync(rig, plan, settings);
        await system.StartAsync();
        await using var meter = await Meter.StartAsync(rig.Receiver, system.Database, () => system.CpuTime, () => system.WorkingSet);
        for (var delivered = 0; delivered < rig[LoadOption.Deliveries]; delivered += rig[LoadOption.Fewer])
        {
            await rig.Receiver.TakeAsync();
            var published = await BacklogPublisher.InBulk(system.Publisher, rig.NewPayload()).PublishAsync(rig[LoadOption.Fewer] / plan.FanOut, plan.Groups);
            await ArrivalWait.ForAsync(rig.Receiver, plan.HealthyDeliveriesOf(published), Patience);
        }

        return (await meter.ReadAsync()).PeakMemoryMb;
    }

    private static Figures FiguresOf(List<DrainRound> rounds, double memory) => DrainRound.Median(rounds) with
    {
        DeliveriesPerSecond = Medians.Of(rounds.Select(round => round.MiddleRate)),
        PeakMemoryMb = memory,
    };

    private static IEnumerable<Bar> BarsOf(Figures few, Figures many, double? ratio) =>
    [
        new Bar("drain rate with many pending over few", ratio, 0.9, IsFloor: true),
        new Bar("memory with many pending over few", many.PeakMemoryMb / few.PeakMemoryMb, 1.1),
        new Bar("memory with many pending, MB", many.PeakMemoryMb, 300),
    ];
}
