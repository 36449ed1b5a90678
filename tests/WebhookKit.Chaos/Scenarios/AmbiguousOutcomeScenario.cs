using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Proxying;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Under load, what instances ask of the database is done and the answers are swallowed: to renewed leases, to reads and to
/// recorded outcomes. They ask again, and what was done already must be recognised: nothing is sent twice for it.
/// </summary>
internal sealed class AmbiguousOutcomeScenario()
    : Scenario("R-7", "answers to renewals, reads and records are lost on the side of the hosts", events: 10_000, kills: 1000)
{
    private const int Instances = 2;
    private const int Kinds = 3;
    private const int Bursts = 10;

    /// <summary>For each cut: leases are renewed once or twice a second, and a loop pauses for up to two seconds after one.</summary>
    private static readonly TimeSpan PatiencePerCut = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 250 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var rule = new ChanceCuts(rig.Random, (rig.Arguments.Kills + Kinds - 1) / Kinds);
        var proxy = rig.Keep(new TcpProxy(store.Port, rule));
        for (var host = 0; host < Instances; host++)
        {
            await rig.StartHostAsync(rig.NextHost() with { Database = store.ThroughPort(proxy.Port) });
        }

        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync();
        rule.IsOn = true;
        var (cutting, patience) = (Stopwatch.StartNew(), Patience + (PatiencePerCut * rig.Arguments.Kills));
        for (var published = 0; (published < rig.Arguments.Events || !rule.IsDone) && cutting.Elapsed < patience;)
        {
            // More than was asked for, if need be: without outcomes there are no answers about them to cut.
            var burst = Math.Max(1, rig.Arguments.Events / Bursts);
            await producer.PublishAsync(burst, rig.Ending);
            published += burst;
            var until = published;
            await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Ended >= until - (burst / 2), "Outcomes through a link that is cut", patience);
        }

        rule.IsOn = false;
        rig.Log.Count("answer about leases swallowed", rule.Commits);
        rig.Log.Count("answer to a read swallowed", rule.Reads);
        rig.Log.Count("answer about outcomes swallowed", rule.Records);
        rig.Figures.Add(new Figure("answers_swallowed", proxy.CutAnswers, AtLeast: rig.Arguments.Kills));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("sent_twice", findings.Repeats.Duplicates, AtMost: 0),
        new("outcomes_taken_for_stale", findings.States.Stale, AtMost: 0),
    ];
}
