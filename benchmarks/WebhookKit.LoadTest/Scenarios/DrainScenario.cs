using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// A backlog delivered to the last outcome, beside the bare loop: one after the other in each round. The backlog is queued
/// beforehand or, if asked for, published inside the measured time.
/// </summary>
internal sealed class DrainScenario() : Scenario(
    "drain",
    "deliveries per second from a backlog, beside bare HttpClient posts per second",
    (LoadOption.Deliveries, 100_000),
    (LoadOption.FanOut, 5),
    (LoadOption.Endpoints, 100),
    (LoadOption.Body, 1024),
    (LoadOption.Concurrency, 64),
    (LoadOption.Instances, 1),
    (LoadOption.Rounds, 3),
    (LoadOption.Publishing, 0))
{
    public override bool RunsWithNginx => true;

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var plan = rig.FanOutPlan();
        var settings = new SystemSettings(rig[LoadOption.Concurrency], OtherInstances: rig[LoadOption.Instances] - 1);
        var drain = new DrainPhase(rig, plan, settings) { Publishing = rig.Arguments.Has(LoadOption.Publishing) };
        using var bare = new BareLoop(rig.Receiver, plan, rig.NewPayload(), rig[LoadOption.Concurrency]);
        await WarmUp.UntilSettledAsync(() => bare.RunAsync(DrainPhase.WarmUpDeliveries));

        var rounds = await Rounds.RunAsync(rig, drain, () => bare.RunAsync(rig[LoadOption.Deliveries]));
        return Rounds.ReportOn(rig, rounds, figures => BarsOf(rig.Arguments, figures));
    }

    private static IEnumerable<Bar> BarsOf(LoadTestArguments arguments, Figures figures)
    {
        var least = arguments.Has(LoadOption.Publishing) ? 0.3 : arguments.Receiver == ReceiverKind.Nginx ? 0.5 : 0.4;
        yield return new Bar("deliveries over bare posts per second", figures.Ratio, least, IsFloor: true);
        yield return new Bar("bytes allocated per delivery beyond a bare post", figures.AllocatedBytesPerDelivery - figures.BareAllocatedBytesPerPost, 3 * 1024);
        yield return arguments[LoadOption.FanOut] == 1
            ? new Bar("µs of CPU per delivery, ours and the database's, publishing included", figures.WholeLifeProcessCpuUsPerDelivery + figures.WholeLifeDatabaseCpuUsPerDelivery, 90)
            : new Bar("µs of database CPU per delivery, publishing included", figures.WholeLifeDatabaseCpuUsPerDelivery, 20);
    }
}
