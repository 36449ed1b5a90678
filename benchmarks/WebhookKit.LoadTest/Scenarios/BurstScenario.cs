using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Many events at once on an idle system: how long until the last one is delivered.</summary>
internal sealed class BurstScenario() : Scenario(
    "burst",
    "latencies of many events published at once on an idle system",
    (LoadOption.Deliveries, 20_000),
    (LoadOption.FanOut, 1),
    (LoadOption.Endpoints, 100),
    (LoadOption.Body, 1024),
    (LoadOption.Rounds, 3))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var burst = new DrainPhase(rig, rig.FanOutPlan(), new SystemSettings()) { Publishing = true };
        return Rounds.ReportOn(rig, await Rounds.RunAsync(rig, burst));
    }
}
