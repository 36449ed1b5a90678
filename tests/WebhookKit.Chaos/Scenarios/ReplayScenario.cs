using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Replaying;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// All deliveries are dead letters and are replayed in bulk: two processes are asked for the same at once, one is killed in the
/// middle of its work, and the two go on where it ended. Each dead letter leads to one new delivery and stays as it was.
/// </summary>
internal sealed class ReplayScenario() : Scenario("R-22", "bulk replay asked for twice at once, and killed in the middle", events: 10_000)
{
    private const int LimitWhenKilled = 5;
    private const int CallsBeforeKill = 8;
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { Endpoints = 8, Script = new ReceiverScript { Status = 500 }, Retries = [TimeSpan.FromMilliseconds(100)] };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { Together = 10 });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        var replayers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Replayer.StartAsync(rig.NextHost(), rig.Ending)));
        Array.ForEach(replayers, replayer => rig.Keep(replayer));
        await DrainAsync(rig);
        var before = await rig.Reader.ReadDeadLettersAsync();
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);

        await CallAtOnceAsync(rig, replayers[..2], Math.Min(MostAtOnce, rig.Arguments.Events / 4));
        await KillInTheMiddleAsync(rig, replayers[2]);
        var left = before.Count - (await rig.Reader.ReadReplaysAsync()).Select(replay => replay.Original).Distinct().Count();
        while (await CallAtOnceAsync(rig, replayers[..2], MostAtOnce))
        {
        }

        await DrainAsync(rig);
        rig.Figures.Add(new Figure("left_at_the_kill", left, AtLeast: 1));
        await MeasureAsync(rig, before);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var accepted = ReceiverJournal.Read(rig.ReceiverJournal).Where(request => request.IsAccepted).CountBy(request => (request.WebhookId, request.Endpoint)).ToArray();
        yield return new("dead_letters_of_all", findings.States.Dead, AtMost: rig.Arguments.Events, AtLeast: rig.Arguments.Events);
        yield return new("accepted_once_under_their_first_id", accepted.Count(delivery => delivery.Value == 1), AtLeast: rig.Arguments.Events);
        yield return new("accepted_again", accepted.Count(delivery => delivery.Value > 1), AtMost: 0);
    }

    /// <summary>Two callers, one request: what a double click, or two people, lead to.</summary>
    /// <returns>Whether either was told that there are more.</returns>
    private static async Task<bool> CallAtOnceAsync(ChaosRig rig, Replayer[] replayers, int limit)
    {
        rig.Log.Count("bulk replay asked for twice at once");
        var results = await Task.WhenAll(replayers.Select(async replayer => await replayer.EndAsync(await replayer.BeginAsync(limit), rig.Ending)));
        return results.Any(result => result.HasMore);
    }

    /// <summary>It has more calls to make than it lives for.</summary>
    private static async Task KillInTheMiddleAsync(ChaosRig rig, Replayer replayer)
    {
        for (var call = 0; call < rig.Arguments.Events / LimitWhenKilled; call++)
        {
            await replayer.BeginAsync(LimitWhenKilled);
        }

        await replayer.EndAsync(CallsBeforeKill, rig.Ending);
        await replayer.KillAsync();
        rig.Log.Count("SIGKILL in a bulk replay");
    }

    private static async Task DrainAsync(ChaosRig rig)
    {
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("What was queued was not drained.");
        }
    }

    private static async Task MeasureAsync(ChaosRig rig, IReadOnlySet<StoredDeadLetter> before)
    {
        var replays = await rig.Reader.ReadReplaysAsync();
        var after = await rig.Reader.ReadDeadLettersAsync();
        var succeeded = (await rig.Reader.ReadAsync()).Attempts.Where(attempt => attempt.HasSucceeded)
            .Select(attempt => new StoredDelivery(attempt.Delivery, attempt.Endpoint)).ToHashSet();
        rig.Figures.AddRange(
        [
            new("new_deliveries", replays.Count, AtMost: before.Count, AtLeast: before.Count),
            new("originals_without_one", before.Count - replays.Select(replay => replay.Original).Distinct().Count(), AtMost: 0),
            new("originals_with_two", replays.CountBy(replay => replay.Original).Count(original => original.Value > 1), AtMost: 0),
            new("originals_changed", before.Count(letter => !after.Contains(letter)), AtMost: 0),
            new("new_deliveries_succeeded", replays.Count(replay => succeeded.Contains(replay.Delivery)), AtLeast: before.Count),
        ]);
    }
}
