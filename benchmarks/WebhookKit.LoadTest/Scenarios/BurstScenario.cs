using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Many events at once on an idle system: how long until the last one is delivered.</summary>
internal sealed class BurstScenario : IScenario
{
    public string Name => "burst";

    public string Summary => "latencies of many events published at once on an idle system";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 20_000,
        [LoadOption.FanOut] = 1,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Rounds] = 3,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var burst = new DrainPhase(rig, plan, new SystemSettings()) { Publishing = true };
        await WarmUp.UntilSettledAsync(() => burst.RunAsync(arguments[LoadOption.Deliveries]));

        var rounds = new List<DrainRound>();
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            rounds.Add(await burst.RunAsync(arguments[LoadOption.Deliveries]));
        }

        return new Report
        {
            Arguments = arguments,
            Totals = DrainRound.Median(rounds),
            Phases = [.. rounds.Select((round, number) => new Phase($"round {number + 1}", round.ToFigures()))],
        };
    }
}
