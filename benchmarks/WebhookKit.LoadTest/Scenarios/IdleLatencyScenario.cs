using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One event at a time on an idle system, published alone and, with a database, inside a transaction of the host.</summary>
internal sealed class IdleLatencyScenario() : Scenario(
    "idle-latency",
    "publish to first byte at the receiver, one event at a time",
    (LoadOption.Events, 500),
    (LoadOption.Pause, 40),
    (LoadOption.Body, 1024))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        await using var system = await LoadSystem.CreateAsync(rig, SinglePhase.Plan, new SystemSettings());
        await system.StartAsync();
        var single = new SinglePhase(rig);
        var alone = new SinglePublisher(system.Publisher, rig.NewPayload());

        var phases = new List<Phase> { new("own", await single.RunAsync(alone.PublishAsync)) };
        if (rig.Arguments.Store != StoreKind.Memory)
        {
            await using var host = await HostTransactionPublisher.OpenAsync(system.Database.Connect(), system.Publisher, rig.NewPayload());
            phases.Add(new Phase("host transaction", await single.RunAsync(host.PublishAsync)));
        }

        var limits = rig.Arguments.Store == StoreKind.Postgres ? (5, 25) : (15, 60);
        return Rounds.Compare(rig, phases, phases[0], ratio: null, phases.SelectMany(phase => BarsOf(phase, limits)));
    }

    private static IEnumerable<Bar> BarsOf(Phase phase, (double P50, double P99) limits) =>
    [
        new($"{phase.Name}: publish to received, p50 ms", phase.Figures.ReceivedP50Ms, limits.P50),
        new($"{phase.Name}: publish to received, p99 ms", phase.Figures.ReceivedP99Ms, limits.P99),
    ];
}
