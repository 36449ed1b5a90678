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
internal sealed class DrainScenario : IScenario
{
    private const int WarmUpDeliveries = 10_000;

    public string Name => "drain";

    public string Summary => "deliveries per second from a backlog, beside bare HttpClient posts per second";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 100_000,
        [LoadOption.FanOut] = 5,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Instances] = 1,
        [LoadOption.Rounds] = 3,
        [LoadOption.Publishing] = 0,
    };

    public bool RunsWithNginx => true;

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        var settings = new SystemSettings(arguments[LoadOption.Concurrency], OtherInstances: arguments[LoadOption.Instances] - 1);
        await using var rig = await LoadRig.StartAsync(arguments);
        using var bare = new BareLoop(rig.Receiver, plan, rig.NewPayload(), arguments[LoadOption.Concurrency]);
        var drain = new DrainPhase(rig, plan, settings) { Publishing = arguments.Has(LoadOption.Publishing) };
        var warmUp = Math.Min(WarmUpDeliveries, arguments[LoadOption.Deliveries]);
        await WarmUp.UntilSettledAsync(() => bare.RunAsync(warmUp));
        await WarmUp.UntilSettledAsync(() => drain.RunAsync(warmUp));

        var rounds = new List<DrainRound>();
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            var posts = await bare.RunAsync(arguments[LoadOption.Deliveries]);
            rounds.Add(await drain.RunAsync(arguments[LoadOption.Deliveries]) with { Bare = posts });
        }

        var figures = DrainRound.Median(rounds);
        return new Report
        {
            Arguments = arguments,
            Totals = figures,
            Phases = [.. rounds.Select((round, number) => new Phase($"round {number + 1}", round.ToFigures()))],
            Bars = arguments.Store == StoreKind.Postgres ? [.. BarsOf(arguments, figures)] : [],
            Notes = OutcomeCheck.NotesOn(rig),
        };
    }

    private static IEnumerable<Bar> BarsOf(LoadTestArguments arguments, Figures figures)
    {
        var publishing = arguments.Has(LoadOption.Publishing);
        var least = publishing ? 0.3 : arguments.Receiver == ReceiverKind.Nginx ? 0.5 : 0.4;
        yield return new Bar("deliveries over bare posts per second", figures.Ratio, least, IsFloor: true);
        yield return new Bar("bytes allocated per delivery beyond a bare post", figures.AllocatedBytesPerDelivery - figures.BareAllocatedBytesPerPost, 3 * 1024);
        yield return arguments[LoadOption.FanOut] == 1
            ? new Bar("µs of CPU per delivery, ours and the database's, publishing included", figures.WholeLifeProcessCpuUsPerDelivery + figures.WholeLifeDatabaseCpuUsPerDelivery, 90)
            : new Bar("µs of database CPU per delivery, publishing included", figures.WholeLifeDatabaseCpuUsPerDelivery, 20);
    }
}
