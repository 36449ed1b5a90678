using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events published one by one at a steady rate.</summary>
internal sealed class SteadyScenario : IScenario
{
    public string Name => "steady";

    public string Summary => "latencies and cost while events are published at a steady rate";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Rate] = 1000,
        [LoadOption.Seconds] = 20,
        [LoadOption.Endpoints] = 100,
        [LoadOption.FanOut] = 1,
        [LoadOption.Body] = 1024,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var steady = new SteadyPhase(rig, plan, new SystemSettings());
        var (result, spending) = await steady.RunAsync((double)arguments[LoadOption.Rate] / plan.FanOut, TimeSpan.FromSeconds(arguments[LoadOption.Seconds]));
        return new Report { Arguments = arguments, Totals = result.With(spending) };
    }
}
