using System.Diagnostics;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// An endpoint with a rate limit and a backlog, delivered by several processes, beside endpoints at a steady rate; and those alone.
/// </summary>
internal sealed class LimitedScenario() : Scenario(
    "limited",
    "what an endpoint gets in any second that is limited and has a backlog, and what that costs the others",
    (LoadOption.Limit, 50),
    (LoadOption.Deliveries, 5_000),
    (LoadOption.Instances, 3),
    (LoadOption.Endpoints, 100),
    (LoadOption.Rate, 100),
    (LoadOption.Seconds, 60),
    (LoadOption.Body, 1024))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var plan = new EndpointPlan(rig[LoadOption.Endpoints] + 1, limit: rig[LoadOption.Limit]);
        var limited = plan.Endpoints - 1;
        var (alone, _) = await RunAsync(rig, plan, backlog: 0);
        var (beside, arrivals) = await RunAsync(rig, plan, rig[LoadOption.Deliveries]);
        long[] moments = [.. arrivals.Where(arrival => arrival.Endpoint == limited).Select(arrival => arrival.Timestamp).Order()];

        Phase[] phases = [new("others alone", alone), new("others beside it", beside)];
        var ratio = beside.ReceivedP95Ms / alone.ReceivedP95Ms;
        return Rounds.Compare(
            rig,
            phases,
            phases[1],
            ratio,
            [
                new Bar("the most in a second", MostInASecond(moments), rig[LoadOption.Limit] * 1.1),
                new Bar("a second, on average", (moments.Length - 1) / Stopwatch.GetElapsedTime(moments[0], moments[^1]).TotalSeconds, rig[LoadOption.Limit] * 0.96, IsFloor: true),
                new Bar("received p95 of the others, beside it over alone", ratio, 1.2),
            ]);
    }

    private static async Task<(Figures Others, Arrival[] Arrivals)> RunAsync(LoadRig rig, EndpointPlan plan, int backlog)
    {
        var settings = new SystemSettings(OtherInstances: rig[LoadOption.Instances], OnlyOthers: true);
        await using var system = await LoadSystem.CreateAsync(rig, plan, settings);
        await BacklogPublisher.InBulk(system.Publisher, rig.NewPayload()).PublishAsync(backlog, groups: 1, first: plan.Groups - 1);
        await system.StartAsync();
        var publisher = new SteadyPublisher(system.Publisher, rig.NewPayload(), plan.Groups - 1);
        await WarmUp.UntilSettledAsync(() => publisher.PublishAsync(rig[LoadOption.Rate], TimeSpan.FromSeconds(3)));
        await rig.Receiver.TakeAsync();

        var published = await publisher.PublishAsync(rig[LoadOption.Rate], TimeSpan.FromSeconds(rig[LoadOption.Seconds]));
        await system.WaitUntilDoneAsync(Patience + TimeSpan.FromSeconds((double)backlog / rig[LoadOption.Limit]));
        var arrivals = await rig.Receiver.TakeAsync();
        var awaited = Reconciliation.Awaited(published, plan);
        var first = arrivals.GroupBy(arrival => (arrival.Event, (int)arrival.Endpoint)).ToDictionary(group => group.Key, group => group.Min(arrival => arrival.Timestamp));
        var figures = new Figures
        {
            DeliveriesPerSecond = rig[LoadOption.Rate],
            Lost = awaited.Keys.Count(key => !first.ContainsKey(key)),
            Duplicates = arrivals.Length - first.Count,
            ReceivedP50Ms = Received(0.5),
            ReceivedP95Ms = Received(0.95),
            ReceivedP99Ms = Received(0.99),
        };
        return (figures, arrivals);

        double? Received(double part) => Latencies.OfTicks(awaited.Where(one => first.ContainsKey(one.Key)).Select(one => first[one.Key] - one.Value)).At(part);
    }

    private static int MostInASecond(long[] moments)
    {
        var (most, from) = (0, 0);
        for (var to = 0; to < moments.Length; to++)
        {
            while (moments[to] - moments[from] >= Stopwatch.Frequency)
            {
                from++;
            }

            most = Math.Max(most, to - from + 1);
        }

        return most;
    }
}
