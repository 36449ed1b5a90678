using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// All deliveries fail together. Their second attempts are spread over the jitter, a fifth of the delay, and none is early: no
/// tenth of it holds more than three times its mean, neither of what is planned nor of what arrives.
/// </summary>
internal sealed class RetryStormScenario() : Scenario("R-18", "deliveries that fail together and are tried again", events: 10_000)
{
    private const int Failed = 500;
    private const double Jitter = 0.2;
    private const int Buckets = 10;
    private const double TimesTheMean = 3;
    private const int Retries = 5;
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(4);

    /// <summary>With the default number of events, half a minute: a machine that can send so many at all can within its fifth.</summary>
    private static readonly TimeSpan DelayPerEvent = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private IReadOnlyList<StoredAttemptTime> _first = [];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Endpoints = 100,
        Retries = [.. Enumerable.Repeat(DelayOf(arguments), Retries)],
        Script = new ReceiverScript { Status = Failed },
        Backlog = DelayOf(arguments) * (1 + Jitter),
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true, Together = 20 });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.StartHostsAsync(2);
        await rig.UntilReceivedAsync(counts => counts.Answered >= rig.Arguments.Events, "As many failures as events", Patience);
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
        rig.Log.Count("deliveries failed together", rig.Arguments.Events);
        if (!await rig.TryDrainAsync(rig.Plan.DrainBar))
        {
            throw new ScenarioFailedException("The second attempts were not all made.");
        }

        _first = [.. (await rig.Reader.ReadAttemptTimesAsync()).Where(attempt => attempt.Number == 1)];
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var delay = DelayOf(rig.Arguments);
        var window = delay * Jitter;
        var bar = TimesTheMean * rig.Arguments.Events / Buckets;
        var waits = _first.Where(attempt => attempt.NextAt is not null).Select(attempt => attempt.NextAt!.Value - attempt.EndedAt).ToArray();
        var requests = ReceiverJournal.Read(rig.ReceiverJournal).GroupBy(request => request.Key)
            .Select(same => same.OrderBy(request => request.StartedAt).ToArray())
            .Where(same => same.Length > 1)
            .ToArray();
        var failures = _first.Select(attempt => attempt.EndedAt).Order().ToArray();
        return
        [
            new("failed_within_s", (failures[^1] - failures[0]).TotalSeconds),
            new("planned_again", waits.Length, AtLeast: rig.Arguments.Events),
            new("planned_early", waits.Count(wait => wait < delay), AtMost: 0),
            new("most_waits_in_a_tenth", MostIn(waits, window / Buckets), AtMost: bar),
            new("most_planned_in_a_tenth", MostIn(_first.Select(attempt => attempt.NextAt ?? default), window / Buckets), AtMost: bar),
            new("arrived_early", requests.Count(same => Stopwatch.GetElapsedTime(same[0].AnsweredAt ?? long.MaxValue, same[1].StartedAt) < delay), AtMost: 0),
            new("most_arrivals_in_a_tenth", MostIn(requests.Select(same => TimeSpan.FromSeconds((double)same[1].StartedAt / Stopwatch.Frequency)), window / Buckets), AtMost: bar),
        ];
    }

    private static TimeSpan DelayOf(ChaosArguments arguments)
    {
        var delay = DelayPerEvent * arguments.Events;
        return delay > ShortestDelay ? delay : ShortestDelay;
    }

    /// <summary>The most that fall into any stretch of time of some length, wherever it begins.</summary>
    private static int MostIn(IEnumerable<TimeSpan> times, TimeSpan length)
    {
        var sorted = times.Order().ToArray();
        var (most, from) = (0, 0);
        for (var to = 0; to < sorted.Length; to++)
        {
            while (sorted[to] - sorted[from] >= length)
            {
                from++;
            }

            most = Math.Max(most, to - from + 1);
        }

        return most;
    }
}
