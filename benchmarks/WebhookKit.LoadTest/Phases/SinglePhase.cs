using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Phases;

/// <summary>One event at a time for one endpoint, on a system with nothing else to do.</summary>
internal sealed class SinglePhase(LoadRig rig)
{
    private const int WarmUpEvents = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static EndpointPlan Plan { get; } = new(endpoints: 1);

    public async Task<Figures> RunAsync(Func<Task<PublishedEvent>> publish)
    {
        await PublishAsync(WarmUpEvents, pause: 1, publish);
        await ArrivalWait.ForAsync(rig.Receiver, WarmUpEvents, Patience);
        await rig.Receiver.TakeAsync();

        var published = await PublishAsync(rig[LoadOption.Events], rig[LoadOption.Pause], publish);
        await ArrivalWait.ForAsync(rig.Receiver, published.Count, Patience);
        return Figures.OfLatency(PhaseResult.PublishTimes(published), ArrivalReconciliation.Of(published, Plan, await rig.Receiver.TakeAsync()));
    }

    private static async Task<List<PublishedEvent>> PublishAsync(int events, int pause, Func<Task<PublishedEvent>> publish)
    {
        // Pauses of many lengths, the same in every run, so that nothing falls into step with a timer.
        var random = new Random(1);
        var published = new List<PublishedEvent>(events);
        for (var number = 0; number < events; number++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + random.NextDouble())));
            published.Add(await publish());
        }

        return published;
    }
}
