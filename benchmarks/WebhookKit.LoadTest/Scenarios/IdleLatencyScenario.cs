using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One event at a time on an idle system, published alone and, on SQLite, inside a transaction of the host.</summary>
internal sealed class IdleLatencyScenario : IScenario
{
    private const int WarmUpEvents = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "idle-latency";

    public string Summary => "publish to first byte at the receiver, one event at a time";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } =
        new Dictionary<LoadOption, int> { [LoadOption.Events] = 500, [LoadOption.Pause] = 40, [LoadOption.Body] = 1024 };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        var plan = new EndpointPlan(endpoints: 1);
        await using var system = await LoadSystem.CreateAsync(arguments.Store, plan, receiver);
        await system.StartAsync();
        var payload = Payload.OfLength(arguments[LoadOption.Body]);
        var alone = new SinglePublisher(system.Publisher, payload);

        var phases = new List<Phase> { new("own", await RunPhaseAsync(arguments, receiver, plan, alone.PublishAsync)) };
        if (arguments.Store == StoreKind.Sqlite)
        {
            await using var host = await HostTransactionPublisher.OpenAsync(system.ConnectionString, system.Publisher, payload);
            phases.Add(new Phase("host transaction", await RunPhaseAsync(arguments, receiver, plan, host.PublishAsync)));
        }

        return new Report
        {
            Arguments = arguments,
            Totals = phases[0].Figures,
            Phases = phases,
            Bars = [.. phases.SelectMany(BarsOf)],
        };
    }

    private static async Task<Figures> RunPhaseAsync(LoadTestArguments arguments, ReceiverProcess receiver, EndpointPlan plan, Func<Task<PublishedEvent>> publish)
    {
        await PublishAsync(WarmUpEvents, pause: 1, publish);
        await ArrivalWait.ForAsync(receiver, WarmUpEvents, Patience);
        await receiver.TakeAsync();

        var published = await PublishAsync(arguments[LoadOption.Events], arguments[LoadOption.Pause], publish);
        await ArrivalWait.ForAsync(receiver, published.Count, Patience);
        var outcome = Reconciliation.Of(published, plan, await receiver.TakeAsync());
        return Figures.OfLatency(Latencies.OfTicks(published.Select(one => one.Ended - one.Began)), outcome);
    }

    private static async Task<List<PublishedEvent>> PublishAsync(int events, int pause, Func<Task<PublishedEvent>> publish)
    {
        // Pauses of many lengths, the same in every run, so that nothing falls into step with a timer.
        var random = new Random(1);
        var published = new List<PublishedEvent>(events);
        for (var number = 0; number < events; number++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + random.NextDouble())));
            published.Add(await publish());
        }

        return published;
    }

    private static IEnumerable<Bar> BarsOf(Phase phase) =>
    [
        new($"{phase.Name}: publish to received, p50 ms", phase.Figures.ReceivedP50Ms, 15),
        new($"{phase.Name}: publish to received, p99 ms", phase.Figures.ReceivedP99Ms, 60),
    ];
}
