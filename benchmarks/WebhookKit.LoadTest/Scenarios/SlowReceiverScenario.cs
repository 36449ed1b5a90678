using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>A backlog for endpoints that all take their time, with default settings: whether waiting is cheap.</summary>
internal sealed class SlowReceiverScenario() : Scenario(
    "slow-receiver",
    "deliveries per second to endpoints that take a while, with default settings",
    (LoadOption.Deliveries, 50_000),
    (LoadOption.Endpoints, 1000),
    (LoadOption.Delay, 50),
    (LoadOption.Body, 1024),
    (LoadOption.Rounds, 2))
{
    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var plan = new EndpointPlan(rig[LoadOption.Endpoints], delay: rig[LoadOption.Delay]);
        var rounds = await Rounds.RunAsync(rig, new DrainPhase(rig, plan, new SystemSettings()));
        return Rounds.ReportOn(rig, rounds, figures => [new Bar("deliveries per second", figures.DeliveriesPerSecond, 4000, IsFloor: true)]);
    }
}
