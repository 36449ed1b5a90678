using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events published by this process and delivered by one other, and by several that share the partitions.</summary>
internal sealed class MultiInstanceScenario() : Scenario(
    "multi-instance",
    "several processes that deliver from one database, beside one",
    (LoadOption.Deliveries, 50_000),
    (LoadOption.Instances, 3),
    (LoadOption.FanOut, 1),
    (LoadOption.Endpoints, 100),
    (LoadOption.Body, 1024),
    (LoadOption.Concurrency, 64),
    (LoadOption.Rounds, 2))
{
    private const string Note = "All processes share the machine with the receiver and the database: this shows correctness and overhead, not speed-up.";

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var (one, several) = (new List<DrainRound>(), new List<DrainRound>());
        await Rounds.RepeatAsync(rig, async () =>
        {
            one.Add(await DrainWith(rig, instances: 1).RunAsync(rig[LoadOption.Deliveries]));
            several.Add(await DrainWith(rig, rig[LoadOption.Instances]).RunAsync(rig[LoadOption.Deliveries]));
        });

        Phase[] phases = [new("one", DrainRound.Median(one)), new("several", DrainRound.Median(several))];
        return Rounds.Compare(rig, phases, phases[1], phases[1].Figures.DeliveriesPerSecond / phases[0].Figures.DeliveriesPerSecond, [], Note);
    }

    private static DrainPhase DrainWith(LoadRig rig, int instances) =>
        new(rig, rig.FanOutPlan(), new SystemSettings(rig[LoadOption.Concurrency], OtherInstances: instances, OnlyOthers: true)) { Publishing = true };
}
