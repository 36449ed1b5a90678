using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Half of all publishes is rolled back, in every way that a host's code and a database have. The producer delivers too, so
/// that what it publishes is at hand before it is committed.
/// </summary>
internal sealed class RollbackScenario() : Scenario("R-8", "publishes that are rolled back, six ways", events: 10_000)
{
    private static readonly PublishMode[] EverywhereRolledBack =
    [
        PublishMode.RolledBack, PublishMode.Disposed, PublishMode.Thrown, PublishMode.BackToSavepoint, PublishMode.CommitRefused, PublishMode.ConnectionClosed,
    ];

    protected override async Task InjectAsync(ChaosRig rig)
    {
        // SQLite knows no ambient transactions; there are six ways without them.
        PublishMode[] rolledBack = rig.Store.Kind == StoreKind.Postgres ? [.. EverywhereRolledBack, PublishMode.ScopeAbandoned] : EverywhereRolledBack;
        await rig.StartHostAsync();
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [.. rolledBack, .. rolledBack.Select((_, way) => way % 2 == 0 ? PublishMode.Own : PublishMode.Host)],
            Delivering = rig.NextHost(),
        });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        rig.Log.Count("way to roll back", rolledBack.Length);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("rolled_back_of_all", findings.Publishing.RolledBack, AtLeast: rig.Arguments.Events * 0.45),
        new("unknown_outcomes", findings.Publishing.Unknown, AtMost: 0),
    ];
}
