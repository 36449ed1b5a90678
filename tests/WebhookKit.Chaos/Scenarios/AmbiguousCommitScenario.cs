using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Proxying;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Each publish is committed, and the answer that says so is swallowed: the producer cannot know, and publishes the same event
/// again, by its idempotency key or by its id; or Entity Framework Core does.
/// </summary>
internal sealed class AmbiguousCommitScenario() : Scenario("R-6", "the answer to the commit of a publish is lost, and it is tried again", events: 1000)
{
    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var rule = new EverySecondLink();
        var proxy = rig.Keep(new TcpProxy(store.Port, rule));
        await rig.StartHostsAsync(2);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Database = store.ThroughPort(proxy.Port, pools: false),
            Modes = [PublishMode.Own, PublishMode.OwnById, PublishMode.Host, PublishMode.Context],
            Publishers = 1, // so that the cuts take turns with what goes through
            Retries = true,
        });
        rule.IsOn = true;
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        rig.Log.Count("answer to a commit swallowed", proxy.CutAnswers);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("commits_without_an_answer", rig.Log.Injected.Values.Sum(), AtLeast: rig.Arguments.Events),
        new("stored_exactly_once_of_all", findings.Publishing.StoredOnce, AtLeast: rig.Arguments.Events),
    ];
}
