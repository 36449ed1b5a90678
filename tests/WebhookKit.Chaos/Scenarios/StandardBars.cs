using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>What holds through every fault.</summary>
internal static class StandardBars
{
    /// <summary>By default, under way for a process: what is sent and what waits to be recorded.</summary>
    private const int PlacesOfProcess = 256 + 1000;

    public static IEnumerable<Figure> Of(ChaosRig rig, RigConclusion conclusion)
    {
        var (publishing, repeats, states) = (conclusion.Findings.Publishing, conclusion.Findings.Repeats, conclusion.Findings.States);
        var byDesign = rig.Log.Faults.Count * Math.Min(Evidence.PlacesOfEndpoint * rig.Plan.Endpoints, PlacesOfProcess);
        return
        [
            new("ok", publishing.Ok),
            new("rolled_back", publishing.RolledBack),
            new("unknown", publishing.Unknown),
            new("stored_exactly_once", publishing.StoredOnce, AtLeast: publishing.Ok),
            new("stored_twice", publishing.StoredTwice, AtMost: 0),
            new("torn_transactions", publishing.TornTransactions, AtMost: 0),
            new("changed_webhook_ids", publishing.ChangedIds, AtMost: 0),
            new("requests", repeats.Requests),
            new("duplicates_and_bound_by_design", repeats.Duplicates, AtMost: byDesign),
            new("repeats_without_a_fault", repeats.Unexplained, AtMost: 0),
            new("most_under_way_at_a_fault", repeats.MostUnderWay, AtMost: PlacesOfProcess),
            new("most_under_way_at_a_fault_for_an_endpoint", repeats.MostUnderWayForEndpoint, AtMost: Evidence.PlacesOfEndpoint),
            new("attempts_recorded", states.Attempts, AtLeast: repeats.Requests - repeats.Bound),
            new("unrecorded_without_a_fault", repeats.Unrecorded, AtMost: 0),
            new("stale_outcomes", states.Stale),
            new("stale_writes", states.StaleWrites, AtMost: 0),
            new("regressions", states.Regressions, AtMost: 0),
            new("open", states.Open, AtMost: 0),
            new("dead_letters", states.Dead),
            new("drained_after_s", conclusion.DrainedAfter.TotalSeconds, AtMost: rig.Plan.DrainBar.TotalSeconds),
            new("hosts_ended_unasked", conclusion.HostsEnded, AtMost: 0),
        ];
    }
}
