using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// The same load on the healthy endpoints alone and beside endpoints that hang until the attempt times out, alternating in
/// one run. The hanging ones get the same share of events as every other endpoint.
/// </summary>
internal sealed class DeadScenario : IScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "dead";

    public string Summary => "what endpoints that hang cost the healthy ones";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Endpoints] = 1000,
        [LoadOption.Hanging] = 10,
        [LoadOption.Timeout] = 15,
        [LoadOption.Rate] = 500,
        [LoadOption.Seconds] = 20,
        [LoadOption.Rounds] = 3,
        [LoadOption.Body] = 1024,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var (endpoints, hanging) = (arguments[LoadOption.Endpoints], arguments[LoadOption.Hanging]);
        var all = new EndpointPlan(endpoints, hanging: hanging);
        var healthy = new EndpointPlan(endpoints - hanging);
        await using var receiver = await ReceiverProcess.StartAsync();

        // One that does not count: what follows runs compiled code.
        await RunPhaseAsync(arguments, receiver, all, arguments[LoadOption.Rate], WarmUp);

        var (without, with) = (new PhaseSum(), new PhaseSum());
        var duration = TimeSpan.FromSeconds(arguments[LoadOption.Seconds]);
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            without.Add(await RunPhaseAsync(arguments, receiver, healthy, arguments[LoadOption.Rate] * (double)healthy.Endpoints / endpoints, duration));
            with.Add(await RunPhaseAsync(arguments, receiver, all, arguments[LoadOption.Rate], duration));
        }

        Phase[] phases = [new("without", without.ToFigures()), new("with hanging", with.ToFigures())];
        var ratio = phases[1].Figures.ReceivedP95Ms / phases[0].Figures.ReceivedP95Ms;
        return new Report
        {
            Arguments = arguments,
            Totals = phases[1].Figures with { Ratio = ratio, Lost = phases.Sum(phase => phase.Figures.Lost), Duplicates = phases.Sum(phase => phase.Figures.Duplicates) },
            Phases = phases,
            Bars = [new Bar("received p95 of the healthy, with hanging ones over without", ratio, 1.2)],
        };
    }

    private static async Task<PhaseResult> RunPhaseAsync(LoadTestArguments arguments, ReceiverProcess receiver, EndpointPlan plan, double rate, TimeSpan duration)
    {
        await using var system = await LoadSystem.CreateAsync(arguments.Store, plan, receiver, timeoutSeconds: arguments[LoadOption.Timeout]);
        await system.StartAsync();
        var publisher = new SteadyPublisher(system.Publisher, plan, Payload.OfLength(arguments[LoadOption.Body]));

        await PublishAsync(publisher, receiver, plan, rate, WarmUp);
        await receiver.TakeAsync();
        var published = await PublishAsync(publisher, receiver, plan, rate, duration);
        return new PhaseResult(
            Rate.Of(published, plan),
            Latencies.OfTicks(published.Select(one => one.Ended - one.Began)),
            Reconciliation.Of(published, plan, await receiver.TakeAsync()));
    }

    private static async Task<List<PublishedEvent>> PublishAsync(SteadyPublisher publisher, ReceiverProcess receiver, EndpointPlan plan, double rate, TimeSpan duration)
    {
        var published = await publisher.PublishAsync(rate, duration);
        await ArrivalWait.ForAsync(receiver, published.Count(one => !plan.GroupHangs(one.Group)), Patience);
        return published;
    }
}
