using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>A backlog for endpoints that all take their time, with default settings: whether waiting is cheap.</summary>
internal sealed class SlowReceiverScenario : IScenario
{
    public string Name => "slow-receiver";

    public string Summary => "deliveries per second to endpoints that take a while, with default settings";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 50_000,
        [LoadOption.Endpoints] = 1000,
        [LoadOption.Delay] = 50,
        [LoadOption.Body] = 1024,
        [LoadOption.Rounds] = 2,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], delay: arguments[LoadOption.Delay]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var drain = new DrainPhase(rig, plan, new SystemSettings());
        await WarmUp.UntilSettledAsync(() => drain.RunAsync(arguments[LoadOption.Deliveries] / 5));

        var rounds = new List<DrainRound>();
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            rounds.Add(await drain.RunAsync(arguments[LoadOption.Deliveries]));
        }

        var figures = DrainRound.Median(rounds);
        return new Report
        {
            Arguments = arguments,
            Totals = figures,
            Bars = arguments.Store == StoreKind.Postgres ? [new Bar("deliveries per second", figures.DeliveriesPerSecond, 4000, IsFloor: true)] : [],
        };
    }
}
