using System.Diagnostics;
using WebhookKit.Chaos.Abusing;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Receivers hang at every stage of an answer, more of them than there are places for requests. Every attempt ends; afterwards
/// all places can be used again, as before, and no socket to them is left behind.
/// </summary>
internal sealed class StuckSendScenario() : Scenario("R-24", "receivers that hang, drip, flood and reset at every stage", events: 7200)
{
    private const int Places = 32;
    private const int Good = 48;
    private const int Rounds = 2;
    private const int OfEachKind = 3;
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(2);

    /// <summary>What reading an answer may take beyond that, by default, and some for the machine.</summary>
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private AbusiveServer? _abusive;
    private IReadOnlyList<StoredAttemptTime> _attempts = [];

    /// <summary>The default number of events takes ten minutes: 14,400 attempts of up to two seconds at 32 places.</summary>
    protected override RigPlan PlanFor(ChaosArguments arguments)
    {
        _abusive = AbusiveServer.Start();
        var bad = Enumerable.Range(Good, AbusiveServer.Kinds * OfEachKind).ToArray();
        return new()
        {
            Endpoints = Good + bad.Length,
            Elsewhere = bad.ToDictionary(endpoint => endpoint, _abusive.UrlOf),
            MaxConcurrency = Places,
            Timeout = TimeOut,
            Retries = [Again],
            Backlog = TimeSpan.FromMilliseconds(150 * arguments.Events),
        };
    }

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var abusive = rig.Keep(_abusive!);
        var host = await rig.StartHostAsync();
        var good = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Take(Good)], SpreadsEvenly = true });
        var bad = await rig.StartProducerAsync(
            rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Skip(Good)], SpreadsEvenly = true, Together = 10 });
        var before = await FillAsync(rig, host, good);
        rig.Figures.Add(new Figure("places_before", before.Places, AtMost: Places, AtLeast: Places));

        var abuse = Stopwatch.StartNew();
        await bad.PublishAsync(rig.Arguments.Events, rig.Ending);
        await DrainAsync(rig);
        rig.Log.Count("requests abused", abusive.Requests);
        rig.Figures.Add(new Figure("abuse_s", abuse.Elapsed.TotalSeconds));
        rig.Figures.Add(new Figure("requests_abused", abusive.Requests, AtLeast: rig.Arguments.Events));

        await rig.UntilAsync(() => Task.FromResult(OpenSockets.CountTo(host.Process, abusive.Port) == 0), "The end of all connections to the abusers", Patience);
        rig.Figures.Add(new Figure("sockets_to_abusers", OpenSockets.CountTo(host.Process, abusive.Port), AtMost: 0));
        var after = await FillAsync(rig, host, good);
        rig.Figures.Add(new Figure("places_after", after.Places, AtMost: Places, AtLeast: Places));
        rig.Figures.Add(new Figure("sockets_before", before.Sockets));
        rig.Figures.Add(new Figure("sockets_after", after.Sockets));
        _attempts = [.. (await rig.Reader.ReadAttemptTimesAsync()).Where(attempt => attempt.Delivery.Endpoint >= Good)];
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("abused_attempts", _attempts.Count, AtLeast: Rounds * rig.Arguments.Events, AtMost: Rounds * rig.Arguments.Events),
        new("longest_attempt_s", _attempts.Max(attempt => attempt.Duration).TotalSeconds, AtMost: (TimeOut + Beyond).TotalSeconds),
        new("timed_out", _attempts.Count(attempt => attempt.Outcome == AttemptOutcome.TimedOut), AtLeast: 1),
    ];

    /// <summary>Holds requests to as many good endpoints as it takes until all places are used, lets them go and counts what is open then.</summary>
    private static async Task<(int Places, int Sockets)> FillAsync(ChaosRig rig, HostProcess host, Producer producer)
    {
        await rig.Receiver.FollowAsync(new ReceiverScript { Holds = true }, rig.Ending);
        await producer.PublishAsync(Good * Rounds, rig.Ending);
        var places = 0;
        await rig.UntilReceivedAsync(counts => (places = Math.Max(places, counts.UnderWay.GetValueOrDefault(host.Instance))) >= Places, "Use of all places", Patience);
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
        await DrainAsync(rig);
        return (places, OpenSockets.CountOf(host.Process));
    }

    private static async Task DrainAsync(ChaosRig rig)
    {
        if (!await rig.TryDrainAsync(rig.Plan.DrainBar))
        {
            throw new ScenarioFailedException($"After {rig.Plan.DrainBar}, {(await rig.Reader.CountAsync()).Open} deliveries are still open.");
        }
    }
}
