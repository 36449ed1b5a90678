using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Four endpoints with a backlog go down, each in its own way, and come back. Meanwhile each gets one request at a time; then it
/// gets one more with every success, and the other endpoints notice nothing.
/// </summary>
internal sealed class RecoveryScenario() : Scenario("R-17", "endpoints with a backlog go down and come back", events: 50_000)
{
    private const int Places = 8;
    private const int Faulty = 500;
    private const int Unavailable = 503;
    private const int Hanging = 2;
    private const int Cut = 3;
    private const int Down = 4;
    private const int Others = 8;
    private const int WarmRequests = 30;
    private const int FewestProbes = 2;
    private const double TimesTheBaseline = 1.5;

    /// <summary>What the other endpoints get, 40 events a second, and how long before anything is wrong.</summary>
    private const int TogetherOfOthers = 4;
    private static readonly TimeSpan BetweenOthers = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>Less cannot be told from what else the machine does.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestOutage = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(1);
    private static readonly ReceiverScript Up = new() { MostDelay = 20 };
    private long _calmFrom;
    private long _backlogFrom;
    private long _down;
    private long _up;
    private string _others = "";

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Endpoints = Down + Others,
        Timeout = TimeOut,
        CircuitsOpenFor = TimeSpan.FromSeconds(1),
        Retries = [.. new[] { 1, 1, 1, 1, 2, 4, 8, 16, 32, 64, 128 }.Select(seconds => TimeSpan.FromSeconds(seconds))],
        Script = Up,
        Backlog = OutageOf(arguments) + TimeSpan.FromMilliseconds(5 * arguments.Events),
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var others = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Skip(Down)], SpreadsEvenly = true });
        _others = others.Plan.Name + "-";
        await others.PublishAsync(Others, rig.Ending);
        var backlog = await rig.StartProducerAsync(
            rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Take(Down)], SpreadsEvenly = true, Together = 20 });
        await backlog.PublishAsync(Down, rig.Ending); // what is done for the first time is slow
        _calmFrom = Stopwatch.GetTimestamp();
        var load = new SteadyLoad(others, TogetherOfOthers, BetweenOthers);
        await Task.Delay(Calm, rig.Ending);

        var before = await rig.Receiver.CountAsync(rig.Ending);
        _backlogFrom = Stopwatch.GetTimestamp();
        var publishing = backlog.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Started >= before.Started + (Down * WarmRequests), "Windows that have grown", Patience);
        await rig.Receiver.FollowAsync(
            Up with { StatusOfEndpoint = new Dictionary<int, int> { [0] = Faulty, [1] = Unavailable }, HeldEndpoints = [Hanging], CutEndpoints = [Cut] }, rig.Ending);
        _down = Stopwatch.GetTimestamp();
        rig.Log.Count("endpoints down", Down);
        await publishing;
        var left = OutageOf(rig.Arguments) - Stopwatch.GetElapsedTime(_down);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, rig.Ending);
        await rig.UntilAsync(() => Task.FromResult(HasProbes(rig)), "Requests to each endpoint that is down, one by one", Patience);
        _up = Stopwatch.GetTimestamp();
        await rig.Receiver.FollowAsync(Up, rig.Ending);
        rig.Log.Count("endpoints up", Down);

        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Open <= Others, "The end of the backlog", rig.Plan.DrainBar);
        await load.StopAsync(rig.Ending);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var requests = ReceiverJournal.Read(rig.ReceiverJournal);
        foreach (var (endpoint, name) in new[] { (0, "faulty"), (1, "unavailable"), (Hanging, "hanging"), (Cut, "cut") })
        {
            var starts = UnderWay.AtStarts(requests.Where(request => request.Endpoint == endpoint), TimeOut);
            var probes = ProbesOf(starts, _up);
            var after = starts.Where(start => start.Request.StartedAt > _up).ToArray();
            var successes = starts.Select(start => start.Request)
                .Where(request => request.IsAccepted && request.AnsweredAt > _up)
                .Select(request => request.AnsweredAt!.Value)
                .Order()
                .ToArray();
            yield return new($"{name}_probes", probes.Length, AtLeast: FewestProbes);
            yield return new($"{name}_most_under_way_while_down", probes.Select(probe => probe.Count).DefaultIfEmpty().Max(), AtMost: 1);
            yield return new(
                $"{name}_starts_ahead_of_successes",
                after.Count(start => start.Count > Math.Min(Places, 1 + CountBefore(successes, start.Request.StartedAt))),
                AtMost: 0);
            yield return new($"{name}_most_under_way_when_back", after.Select(start => start.Count).DefaultIfEmpty().Max(), AtMost: Places, AtLeast: Places / 2);
        }

        var delays = ArrivalDelays.Of(
            rig.ProducerJournals.SelectMany(ProducerJournal.Read).Where(publish => publish.Key.StartsWith(_others, StringComparison.Ordinal)), requests);
        var baseline = ArrivalDelays.P95(delays.Where(delay => delay.Publish.BegunAt >= _calmFrom && delay.Publish.BegunAt < _backlogFrom).Select(delay => delay.Delay));
        yield return new("others_p95_before_s", baseline);
        yield return new(
            "others_p95_since_s",
            ArrivalDelays.P95(delays.Where(delay => delay.Publish.BegunAt >= _down).Select(delay => delay.Delay)),
            AtMost: Math.Max(TimesTheBaseline * baseline, baseline + Noise.TotalSeconds));
    }

    private bool HasProbes(ChaosRig rig)
    {
        var requests = ReceiverJournal.Read(rig.ReceiverJournal).ToLookup(request => request.Endpoint);
        return Enumerable.Range(0, Down)
            .All(endpoint => ProbesOf(UnderWay.AtStarts(requests[endpoint], TimeOut), long.MaxValue).Length >= FewestProbes);
    }

    /// <summary>What starts once as many requests have failed as there may have been under way.</summary>
    private (Request Request, int Count)[] ProbesOf(IReadOnlyList<(Request Request, int Count)> starts, long until)
    {
        var failedAt = starts.Select(start => start.Request)
            .Where(request => request.StartedAt > _down && !request.IsAccepted && EndOf(request) < until)
            .Select(EndOf)
            .Order()
            .ToArray();
        return failedAt.Length < Places
            ? []
            : [.. starts.Where(start => start.Request.StartedAt > failedAt[Places - 1] && start.Request.StartedAt < until)];
    }

    private static long EndOf(Request request) => request.AnsweredAt ?? request.EndedAt ?? long.MaxValue;

    private static int CountBefore(long[] sorted, long moment)
    {
        var index = Array.BinarySearch(sorted, moment);
        return index < 0 ? ~index : index;
    }

    /// <summary>With the default number of events, a minute.</summary>
    private static TimeSpan OutageOf(ChaosArguments arguments)
    {
        var outage = TimeSpan.FromMilliseconds(1.2 * arguments.Events);
        return outage > ShortestOutage ? outage : ShortestOutage;
    }
}
