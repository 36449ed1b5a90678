using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events published one by one at a steady rate.</summary>
internal sealed class SteadyScenario() : Scenario(
    "steady",
    "latencies and cost while events are published at a steady rate",
    (LoadOption.Rate, 1000),
    (LoadOption.Seconds, 20),
    (LoadOption.Endpoints, 100),
    (LoadOption.FanOut, 1),
    (LoadOption.Body, 1024))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var plan = rig.FanOutPlan();
        var (result, spending) = await new SteadyPhase(rig, plan, new SystemSettings()).RunAsync((double)rig[LoadOption.Rate] / plan.FanOut);
        return new Report { Arguments = rig.Arguments, Totals = result.With(spending) };
    }
}
