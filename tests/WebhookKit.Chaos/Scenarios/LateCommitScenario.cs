using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// A host's transaction has published first, for every endpoint, and commits last: what was published after it has long been
/// delivered to the same endpoints by then. Whoever reads on from the highest number seen would never find it.
/// </summary>
internal sealed class LateCommitScenario() : Scenario("R-9", "a transaction that published early commits late", events: 10_000)
{
    /// <summary>With the default number of events, a minute.</summary>
    private static readonly TimeSpan OpenPerEvent = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // An open transaction that writes keeps everybody else from writing to SQLite: nothing could be committed before it.
    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        var producer = await rig.StartProducerAsync();
        await using var late = await LateTransaction.BeginAsync(rig);
        var opened = Stopwatch.StartNew();
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Answered >= rig.Arguments.Events, "Everything published later", Patience);
        var left = (OpenPerEvent * rig.Arguments.Events) - opened.Elapsed;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, rig.Ending);

        var before = await rig.Receiver.CountAsync(rig.Ending);
        rig.Figures.Add(new Figure("held_open_s", opened.Elapsed.TotalSeconds));
        var committing = Stopwatch.StartNew();
        await late.CommitAsync();
        rig.Log.Count("late commit");
        await rig.UntilReceivedAsync(counts => counts.Started >= before.Started + late.Count, "What was committed late", Patience);
        rig.Figures.Add(new Figure("late_events_delivered_after_s", committing.Elapsed.TotalSeconds, AtMost: Bar.TotalSeconds));
        rig.Figures.Add(new Figure("later_events_delivered_before", before.Answered, AtLeast: rig.Arguments.Events, AtMost: rig.Arguments.Events));
    }
}
