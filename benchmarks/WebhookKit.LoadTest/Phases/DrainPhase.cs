using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;

namespace WebhookKit.LoadTest.Phases;

/// <summary>Events delivered as fast as possible, to the last outcome of an endpoint without trouble; a fresh database each time.</summary>
internal sealed class DrainPhase(LoadRig rig, EndpointPlan plan, SystemSettings settings)
{
    /// <summary>Enough for one run of a warm-up.</summary>
    public const int WarmUpDeliveries = 10_000;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    /// <summary>Until every instance has its share: two renewals, and what starting takes.</summary>
    private static readonly TimeSpan Spreading = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(1);

    /// <summary>Whether the system is at work before anything is published, and publishing is inside the measured time.</summary>
    public bool Publishing { get; init; }

    /// <summary>What is done with the system when it has nothing left to do.</summary>
    public Func<LoadSystem, Task> Afterwards { get; init; } = _ => Task.CompletedTask;

    public async Task<DrainRound> RunAsync(int deliveries)
    {
        await using var system = await LoadSystem.CreateAsync(rig, plan, settings);
        var events = Math.Max(1, deliveries / plan.FanOut);
        await rig.Receiver.TakeAsync();
        var round = Publishing ? await PublishAndDeliverAsync(system, events) : await DeliverBacklogAsync(system, events);
        await Afterwards(system);
        return round;
    }

    private async Task<DrainRound> DeliverBacklogAsync(LoadSystem system, int events)
    {
        await using var wholeLife = await Meter.StartAsync(rig.Receiver, system.Database, () => system.CpuTime, () => system.WorkingSet);
        var published = await BacklogPublisher.InBulk(system.Publisher, rig.NewPayload()).PublishAsync(events, plan.Groups);

        await using var delivering = await Meter.StartAsync(rig.Receiver, system.Database, () => system.CpuTime, () => system.WorkingSet);
        await system.StartAsync();
        await WaitAsync(system, published);
        return await ToRoundAsync(system, published, await delivering.ReadAsync(), await wholeLife.ReadAsync());
    }

    private async Task<DrainRound> PublishAndDeliverAsync(LoadSystem system, int events)
    {
        await system.StartAsync();
        await Task.Delay(settings.OtherInstances > 0 ? Spreading : Starting);

        await using var meter = await Meter.StartAsync(rig.Receiver, system.Database, () => system.CpuTime, () => system.WorkingSet);
        var published = await BacklogPublisher.InBatches(system.Publisher, rig.NewPayload()).PublishAsync(events, plan.Groups);
        await WaitAsync(system, published);
        var spending = await meter.ReadAsync();
        return await ToRoundAsync(system, published, spending, spending);
    }

    private async Task WaitAsync(LoadSystem system, List<PublishedEvent> published)
    {
        // Counting what is open walks the whole queue: only the end of it is waited for by asking the store.
        await ArrivalWait.ForAsync(rig.Receiver, plan.HealthyDeliveriesOf(published), Stall);
        if (plan.Troubled == 0)
        {
            await system.WaitUntilDoneAsync(Stall);
        }
    }

    private async Task<DrainRound> ToRoundAsync(LoadSystem system, List<PublishedEvent> published, Spending delivering, Spending wholeLife) => new(
        plan.HealthyDeliveriesOf(published),
        delivering,
        wholeLife,
        PhaseResult.PublishTimes(published),
        await OutcomeCheck.RunAsync(rig, system, plan, published));
}
