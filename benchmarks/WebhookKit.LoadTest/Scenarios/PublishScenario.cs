using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One publish after the other on a node that does not deliver, each followed by a bare insert of the same bytes.</summary>
internal sealed class PublishScenario() : Scenario(
    "publish",
    "what publishing one event takes, beside committing one row of the same size",
    (LoadOption.Events, 5000),
    (LoadOption.FanOut, 1),
    (LoadOption.Body, 1024))
{
    private const int WarmUpEvents = 1000;

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var plan = new EndpointPlan(rig[LoadOption.FanOut], rig[LoadOption.FanOut]);
        await using var system = await LoadSystem.CreateAsync(rig, plan, new SystemSettings());
        await using var bare = await BareInsert.OpenAsync(system.Database.Connect(), rig.NewPayload());
        await using var host = await HostTransactionPublisher.OpenAsync(system.Database.Connect(), system.Publisher, rig.NewPayload());
        var own = new SinglePublisher(system.Publisher, rig.NewPayload());

        Phase[] phases =
        [
            new("own", await RunPhaseAsync(rig[LoadOption.Events], own.PublishAsync, bare)),
            new("host transaction", await RunPhaseAsync(rig[LoadOption.Events], host.PublishAsync, bare)),
        ];
        var ratio = phases[0].Figures.Ratio;
        return Rounds.Compare(rig, phases, phases[0], ratio, rig.Arguments.Store == StoreKind.Postgres ? [new Bar("publish over bare insert, p50", ratio, 1.5)] : []);
    }

    private static async Task<Figures> RunPhaseAsync(int events, Func<Task<PublishedEvent>> publish, BareInsert bare)
    {
        await AlternateAsync(WarmUpEvents, publish, bare);
        var (ours, inserts) = await AlternateAsync(events, publish, bare);
        return new Figures
        {
            PublishP50Ms = ours.At(0.5),
            PublishP90Ms = ours.At(0.9),
            PublishP99Ms = ours.At(0.99),
            BareInsertP50Ms = inserts.At(0.5),
            BareInsertP99Ms = inserts.At(0.99),
            Ratio = ours.At(0.5) / inserts.At(0.5),
        };
    }

    private static async Task<(Latencies Ours, Latencies Inserts)> AlternateAsync(int events, Func<Task<PublishedEvent>> publish, BareInsert bare)
    {
        var (ours, inserts) = (new List<PublishedEvent>(events), new List<long>(events));
        for (var number = 0; number < events; number++)
        {
            inserts.Add(await bare.RunAsync());
            ours.Add(await publish());
        }

        return (PhaseResult.PublishTimes(ours), Latencies.OfTicks(inserts));
    }
}
