using System.Diagnostics;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>
/// A backlog queued beforehand, then delivered to the last outcome, beside the bare loop: one after the other in each round.
/// </summary>
internal sealed class DrainScenario : IScenario
{
    private const int WarmUpDeliveries = 10_000;
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    public string Name => "drain";

    public string Summary => "deliveries per second from a backlog, beside bare HttpClient posts per second";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 100_000,
        [LoadOption.FanOut] = 5,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Rounds] = 3,
    };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var plan = new EndpointPlan(arguments[LoadOption.Endpoints], arguments[LoadOption.FanOut]);
        var payload = Payload.OfLength(arguments[LoadOption.Body]);
        await using var receiver = await ReceiverProcess.StartAsync();
        using var bare = new BareLoop(receiver, plan, payload, arguments[LoadOption.Concurrency]);
        await bare.RunAsync(WarmUpDeliveries);
        await DrainAsync(arguments, receiver, plan, payload, WarmUpDeliveries);

        var rounds = new List<DrainRound>();
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            var meter = new ResourceMeter();
            var posts = await bare.RunAsync(arguments[LoadOption.Deliveries]);
            var cpu = meter.CpuMicroseconds;
            rounds.Add(await DrainAsync(arguments, receiver, plan, payload, arguments[LoadOption.Deliveries]) with { BarePostsPerSecond = posts, BareCpuMicroseconds = cpu });
        }

        var figures = DrainRound.Median(rounds);
        return new Report { Arguments = arguments, Totals = figures, Phases = [.. rounds.Select((round, number) => new Phase($"round {number + 1}", round.ToFigures()))] };
    }

    private static async Task<DrainRound> DrainAsync(LoadTestArguments arguments, ReceiverProcess receiver, EndpointPlan plan, byte[] payload, int deliveries)
    {
        await using var system = await LoadSystem.CreateAsync(arguments.Store, plan, receiver, arguments[LoadOption.Concurrency]);
        var published = await BacklogPublisher.PublishAsync(system.Publisher, plan, Math.Max(1, deliveries / plan.FanOut), payload);
        await receiver.TakeAsync();

        var receiverCpu = receiver.CpuTime;
        var meter = new ResourceMeter();
        var started = Stopwatch.GetTimestamp();
        await system.StartAsync();
        // Counting what is open walks the whole queue: only the end of it is waited for by asking the store.
        await ArrivalWait.ForAsync(receiver, published.Count * plan.FanOut, Stall);
        await system.WaitUntilDoneAsync(Stall);
        var elapsed = Stopwatch.GetElapsedTime(started);

        var made = published.Count * plan.FanOut;
        return new DrainRound(
            new Spending(made, made / elapsed.TotalSeconds, meter.CpuMicroseconds, meter.AllocatedBytes, (receiver.CpuTime - receiverCpu).TotalMicroseconds),
            Reconciliation.Of(published, plan, await receiver.TakeAsync()));
    }
}
