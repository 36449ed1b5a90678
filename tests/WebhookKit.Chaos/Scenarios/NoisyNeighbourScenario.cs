using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// One owner has a large backlog for its endpoint and another one for its four, and many owners have an event a second each:
/// these are as fast as if they were alone.
/// </summary>
internal sealed class NoisyNeighbourScenario() : Scenario("R-28", "owners with a large backlog beside owners with an event a second", events: 1_000_000)
{
    private const int Noisy = 2;
    private const int EndpointsOfSecond = 4;
    private const int EndpointsOfNoisy = 1 + EndpointsOfSecond;
    private const int FewestQuiet = 20;
    private const int MostQuiet = 100;
    private const int EventsPerQuiet = 250;
    private const int TicksPerSecond = 10;

    /// <summary>Fewer, in both hosts together, than the five endpoints with a backlog would use: the others have to get their turn.</summary>
    private const int Places = 16;
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PerEvent = TimeSpan.FromMilliseconds(0.8);
    private static readonly ReceiverScript Slow = new() { MostDelay = 100 };
    private string _quiet = "";

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        EndpointsPerOwner = [1, EndpointsOfSecond, .. Enumerable.Repeat(1, QuietOf(arguments))],
        MaxConcurrency = Places,
        Script = Slow,
        Backlog = TimeSpan.FromMilliseconds(3 * arguments.Events),
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var (owners, ofEach) = (rig.Plan.EndpointsOf.Keys.ToArray(), Math.Max(1, rig.Arguments.Events / EndpointsOfNoisy));
        foreach (var noisy in owners.Take(Noisy))
        {
            var producer = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [noisy], Together = 100 });
            await producer.PublishAsync(ofEach, rig.Ending);
        }

        var quiet = await rig.StartProducerAsync(rig.NextProducer() with { Owners = owners[Noisy..], SpreadsEvenly = true });
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var backlog = (await rig.Reader.CountAsync()).Open;
        _quiet = quiet.Plan.Name + "-";
        var load = new SteadyLoad(quiet, QuietOf(rig.Arguments) / TicksPerSecond, TimeSpan.FromSeconds(1.0 / TicksPerSecond));
        await Task.Delay(TimeSpan.FromTicks(Math.Clamp(PerEvent.Ticks * rig.Arguments.Events, Shortest.Ticks, Longest.Ticks)), rig.Ending);
        await load.StopAsync(rig.Ending);
        rig.Log.Count("owners with a backlog", Noisy);
        rig.Figures.Add(new Figure("backlog_at_first", backlog, AtLeast: 1));
        rig.Figures.Add(new Figure("backlog_at_last", (await rig.Reader.CountAsync()).Open, AtLeast: 1));
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var publishes = rig.ProducerJournals.SelectMany(ProducerJournal.Read).Where(publish => publish.Key.StartsWith(_quiet, StringComparison.Ordinal)).ToArray();
        var delays = ArrivalDelays.Of(publishes, ReceiverJournal.Read(rig.ReceiverJournal));
        yield return new("events_of_others", publishes.Length);
        yield return new("others_p95_s", ArrivalDelays.P95(delays.Select(delay => delay.Delay)), AtMost: Bar.TotalSeconds);
        yield return new("others_longest_s", delays.Max(delay => delay.Delay).TotalSeconds);
    }

    /// <summary>With the default number of events, a hundred.</summary>
    private static int QuietOf(ChaosArguments arguments) => Math.Clamp(arguments.Events / EventsPerQuiet, FewestQuiet, MostQuiet);
}
