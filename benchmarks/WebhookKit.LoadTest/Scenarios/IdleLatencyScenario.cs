using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One event at a time on an idle system, published alone and, with a database, inside a transaction of the host.</summary>
internal sealed class IdleLatencyScenario : IScenario
{
    public string Name => "idle-latency";

    public string Summary => "publish to first byte at the receiver, one event at a time";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } =
        new Dictionary<LoadOption, int> { [LoadOption.Events] = 500, [LoadOption.Pause] = 40, [LoadOption.Body] = 1024 };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        await using var rig = await LoadRig.StartAsync(arguments);
        await using var system = await LoadSystem.CreateAsync(rig, SinglePhase.Plan, new SystemSettings());
        await system.StartAsync();
        var single = new SinglePhase(arguments, rig.Receiver);
        var alone = new SinglePublisher(system.Publisher, rig.NewPayload());

        var phases = new List<Phase> { new("own", await single.RunAsync(alone.PublishAsync)) };
        if (arguments.Store != StoreKind.Memory)
        {
            await using var host = await HostTransactionPublisher.OpenAsync(system.Database.Connect(), system.Publisher, rig.NewPayload());
            phases.Add(new Phase("host transaction", await single.RunAsync(host.PublishAsync)));
        }

        return new Report
        {
            Arguments = arguments,
            Totals = phases[0].Figures,
            Phases = phases,
            Bars = [.. phases.SelectMany(phase => BarsOf(phase, arguments.Store == StoreKind.Postgres ? (5, 25) : (15, 60)))],
        };
    }

    private static IEnumerable<Bar> BarsOf(Phase phase, (double P50, double P99) limits) =>
    [
        new($"{phase.Name}: publish to received, p50 ms", phase.Figures.ReceivedP50Ms, limits.P50),
        new($"{phase.Name}: publish to received, p99 ms", phase.Figures.ReceivedP99Ms, limits.P99),
    ];
}
