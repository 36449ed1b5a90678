using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Each event goes to 100 endpoints. Three producers publish at once, two of them the same events by the same idempotency keys,
/// and two of them are killed at it; keys are used again for other events, too. Whatever is stored has all of its deliveries.
/// </summary>
internal sealed class FanOutScenario() : Scenario("R-23", "events for 100 endpoints, and producers that are killed", events: 1000)
{
    private const int FanOut = 100;
    private const int Conflicts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private int _refused;

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Endpoints = FanOut, FanOut = FanOut };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        var plan = rig.NextProducer() with
        {
            Modes = [PublishMode.Own, PublishMode.Own, PublishMode.Host, PublishMode.CommitRefused],
            Publishers = 4,
            Retries = true,
            Together = 2,
        };
        var unrepeated = await rig.StartProducerAsync(plan with { Name = "unrepeated" });
        var repeated = await rig.StartProducerAsync(plan with { Name = "repeated", Journal = $"{plan.Journal}.killed" });
        var heir = await rig.StartProducerAsync(plan with { Name = "repeated", Journal = $"{plan.Journal}.heir" });

        await unrepeated.BeginAsync(rig.Arguments.Events);
        await repeated.BeginAsync(rig.Arguments.Events);
        await KillAsync(rig, unrepeated, rig.Arguments.Events / 8);
        var publishing = heir.PublishAsync(rig.Arguments.Events, rig.Ending);
        await KillAsync(rig, repeated, rig.Arguments.Events / 4);
        await publishing;
        await ReuseKeysAsync(rig);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("events_with_all_deliveries", findings.FanOut.Whole, AtLeast: rig.Arguments.Events / 2),
        new("events_with_some_deliveries", findings.FanOut.Torn, AtMost: 0),
        new("reused_keys_refused", _refused, AtLeast: Conflicts),
    ];

    private static async Task KillAsync(ChaosRig rig, Producer producer, int events)
    {
        await rig.UntilAsync(async () => await rig.Reader.CountEventsAsync() >= events, $"{events} events that are stored", Patience);
        await producer.KillAsync();
        rig.Log.Count("SIGKILL of a producer");
    }

    /// <summary>Publishes new events together with one whose key belongs to another: none of them may be stored.</summary>
    private async Task ReuseKeysAsync(ChaosRig rig)
    {
        var administrator = await Administrator.OfAsync(rig);
        foreach (var key in (await rig.Reader.ReadIdempotencyKeysAsync()).Take(Conflicts))
        {
            OutgoingEvent[] events = [EventOf(rig, $"ghost-{key}"), EventOf(rig, key), EventOf(rig, $"other-ghost-{key}")];
            try
            {
                await administrator.Publisher.PublishAsync(events, transaction: null, rig.Ending);
            }
            catch (IdempotencyConflictException)
            {
                _refused++;
            }
        }

        rig.Log.Count("idempotency key used again for another event", Conflicts);
    }

    private static OutgoingEvent EventOf(ChaosRig rig, string key) => new()
    {
        Type = FixedEvent.Type,
        Owner = rig.Plan.EndpointsOf.Keys.Single(),
        Payload = EventPayload.Of($"{key}-reused"),
        IdempotencyKey = key,
    };
}
