using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events published one by one at a steady rate.</summary>
internal sealed class SteadyScenario : IScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        var eventsPerSecond = (double)arguments[LoadOption.Rate] / plan.FanOut;
        await using var receiver = await ReceiverProcess.StartAsync();
        await using var system = await LoadSystem.CreateAsync(arguments.Store, plan, receiver);
        await system.StartAsync();
        var publisher = new SteadyPublisher(system.Publisher, plan, Payload.OfLength(arguments[LoadOption.Body]));

        var warmed = await publisher.PublishAsync(eventsPerSecond, WarmUp);
        await ArrivalWait.ForAsync(receiver, warmed.Count * plan.FanOut, Patience);
        await receiver.TakeAsync();

        var receiverCpu = receiver.CpuTime;
        var meter = new ResourceMeter();
        var published = await publisher.PublishAsync(eventsPerSecond, TimeSpan.FromSeconds(arguments[LoadOption.Seconds]));
        var deliveries = published.Count * plan.FanOut;
        await system.WaitUntilDoneAsync(Patience);
        var (cpu, allocated, receiverSpent) = (meter.CpuMicroseconds, meter.AllocatedBytes, receiver.CpuTime - receiverCpu);

        var latency = Figures.OfLatency(
            Latencies.OfTicks(published.Select(one => one.Ended - one.Began)),
            Reconciliation.Of(published, plan, await receiver.TakeAsync()));
        return new Report
        {
            Arguments = arguments,
            Totals = latency.With(new Spending(deliveries, Rate.Of(published, plan), cpu, allocated, receiverSpent.TotalMicroseconds)),
        };
    }
}
