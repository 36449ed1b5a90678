using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Replaying;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;
using WebhookKit.Chaos.Timing;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// History is kept for a second only, while events are published, delivered, given up and replayed, and while some deliveries are
/// pending for longer than that. Nothing is removed that a delivery still needs, and the database does not grow from round to round.
/// </summary>
internal sealed class RetentionScenario() : Scenario("R-29", "history is removed after a second, under load and replays", events: 100_000)
{
    private const int Instances = 2;
    private const int Rounds = 3;
    private const int FailingEndpoints = 4;
    private const int ReplayLimit = 50;

    /// <summary>Half of the steps are faster. Twice the 100 ms that are promised, because the triggers write each row once more.</summary>
    private const double StepBarMilliseconds = 200;
    private const double MostGrowth = 1.5;

    /// <summary>Less than the machine delivers: a backlog would be of another size in each round, and tables grow with it.</summary>
    private static readonly TimeSpan PublishingPerEvent = TimeSpan.FromMilliseconds(1.5);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly List<string> _times = [];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Script = new ReceiverScript { StatusOfEndpoint = Enumerable.Range(0, FailingEndpoints).ToDictionary(endpoint => endpoint, _ => 500) },

        // The second one is due when its event has long been old enough to go.
        Retries = [TimeSpan.FromMilliseconds(100), Kept * 1.2],
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await RemovedHistory.KeepAsync(rig.Store);
        rig.Reader.ReadsRemoved = true;
        for (var host = 0; host < Instances; host++)
        {
            var settings = rig.NextHost();
            _times.Add(rig.FileNamed($"{settings.Instance}.times"));
            await rig.StartHostAsync(settings with { KeepHistory = Kept, StoreTimes = _times[^1] });
        }

        var replayer = rig.Keep(await Replayer.StartAsync(rig.NextHost(), rig.Ending));
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { Together = 5 });
        var (sizes, replayed) = (new List<long>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var events = rig.Arguments.Events / Rounds;
            var publishing = producer.PublishOverAsync(events, PublishingPerEvent * events, rig.Ending);
            var before = replayed;
            await rig.UntilAsync(
                async () =>
                {
                    replayed += (await replayer.EndAsync(await replayer.BeginAsync(ReplayLimit), rig.Ending)).Replayed;
                    return publishing.IsCompleted && replayed > before;
                },
                "Replays of dead letters that have not been removed yet",
                Patience);
            await publishing;
            await rig.UntilAsync(async () => await rig.Reader.CountEventsAsync() == 0, "A history that is empty", Patience);
            if (rig.Store is PostgreSqlChaosStore store)
            {
                sizes.Add(await store.MeasureSweptAsync());
            }
        }

        rig.Log.Count("dead letter replayed", replayed);
        rig.Figures.Add(new Figure("replayed", replayed, AtLeast: 1));
        rig.Figures.Add(new Figure("removed_though_needed", await rig.Reader.CountNeededAsync(), AtMost: 0));
        await MeasureAsync(rig, sizes);
    }

    // SQLite has no deadlocks, and what it removes leaves pages in its file for what comes next.
    private static async Task MeasureAsync(ChaosRig rig, List<long> sizes)
    {
        if (rig.Store is PostgreSqlChaosStore store)
        {
            rig.Figures.Add(new Figure("deadlocks", await store.CountDeadlocksAsync(), AtMost: 0));
            rig.Figures.Add(new Figure("bytes_after_the_first_round", sizes[0]));
            rig.Figures.Add(new Figure("bytes_after_the_last_round", sizes[^1]));
            rig.Figures.Add(new Figure("size_factor", (double)sizes[^1] / sizes[0], AtMost: MostGrowth));
        }
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        double[] steps = [.. _times.SelectMany(path => StoreTimes.Read(path, StoreTimes.Purges))];
        yield return new("events_with_all_deliveries", findings.FanOut.Whole - findings.Publishing.Ok, AtLeast: 0);
        yield return new("events_with_some_deliveries", findings.FanOut.Torn, AtMost: 0);
        yield return new("steps_that_removed", steps.Length, AtLeast: Rounds);
        yield return new("step_p50_ms", Quantile.Of(steps, 0.5), AtMost: StepBarMilliseconds);
        yield return new("step_p99_ms", Quantile.Of(steps, 0.99));
    }
}
