using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;

namespace WebhookKit.LoadTest.Phases;

/// <summary>Events published one by one at a steady rate, after a while that does not count; a fresh database each time.</summary>
internal sealed class SteadyPhase(LoadRig rig, EndpointPlan plan, SystemSettings settings)
{
    private static readonly TimeSpan WarmingUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How many groups get events at that rate, the first ones; all by default.</summary>
    public int Groups { get; init; } = plan.Groups;

    /// <summary>What is published before the system starts.</summary>
    public Func<LoadSystem, Task> Beforehand { get; init; } = _ => Task.CompletedTask;

    public async Task<(PhaseResult Result, Spending Spending)> RunAsync(double eventsPerSecond)
    {
        await using var system = await LoadSystem.CreateAsync(rig, plan, settings);
        await Beforehand(system);
        await system.Database.SettleAsync();
        await system.StartAsync();
        var publisher = new SteadyPublisher(system.Publisher, rig.NewPayload(), Groups);
        await WarmUp.UntilSettledAsync(() => PublishAsync(publisher, eventsPerSecond, WarmingUp));
        await rig.Receiver.TakeAsync();

        await using var meter = await Meter.StartAsync(rig.Receiver, system.Database, () => system.CpuTime);
        var published = await PublishAsync(publisher, eventsPerSecond, TimeSpan.FromSeconds(rig[LoadOption.Seconds]));
        if (plan.Troubled == 0)
        {
            await system.WaitUntilDoneAsync(Patience);
        }

        var spending = await meter.ReadAsync();
        return (PhaseResult.Of(published, plan, await OutcomeCheck.RunAsync(rig, system, plan, published)), spending);
    }

    private async Task<List<PublishedEvent>> PublishAsync(SteadyPublisher publisher, double eventsPerSecond, TimeSpan duration)
    {
        var published = await publisher.PublishAsync(eventsPerSecond, duration);
        await ArrivalWait.ForAsync(rig.Receiver, plan.HealthyDeliveriesOf(published), Patience);
        return published;
    }
}
