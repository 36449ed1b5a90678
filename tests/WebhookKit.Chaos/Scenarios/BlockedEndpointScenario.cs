using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Three endpoints cannot be sent to: the policy forbids the address of one and what the name of another resolves to, and the
/// name of the third does not resolve. Each event is tried when its schedule says and not once more, no connection is made, the
/// attempts say why, and the other endpoints notice nothing.
/// </summary>
internal sealed class BlockedEndpointScenario() : Scenario("R-14", "endpoints that the policy forbids or whose names do not resolve", events: 1000)
{
    private const int Literal = 0;
    private const int Resolved = 1;
    private const int Unknown = 2;
    private const int Blocked = 3;
    private const int Others = 5;
    private const string ForbiddenAddress = "10.1.2.3";
    private const string ForbiddenName = "inside.example";
    private const int Steps = 3;
    private const int TogetherOfOthers = 2;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenOthers = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OthersBar = TimeSpan.FromSeconds(2);
    private IReadOnlyList<StoredAttemptTime> _attempts = [];
    private string _others = "";
    private long _loadFrom;

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Endpoints = Blocked + Others,
        Elsewhere = new Dictionary<int, string>
        {
            [Literal] = $"https://{ForbiddenAddress}/hook/{Literal}",
            [Resolved] = $"https://{ForbiddenName}/hook/{Resolved}",
            [Unknown] = $"https://nowhere.example/hook/{Unknown}",
        },
        Names = new Dictionary<string, string> { [ForbiddenName] = ForbiddenAddress },
        Retries = [.. Enumerable.Repeat(Wait, Steps - 1)],
        Backlog = TimeSpan.FromMilliseconds(20 * arguments.Events),
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var others = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Skip(Blocked)], SpreadsEvenly = true });
        _others = others.Plan.Name + "-";
        var blocked = await rig.StartProducerAsync(
            rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Take(Blocked)], SpreadsEvenly = true, Together = 10 });
        await Task.WhenAll(blocked.PublishAsync(Blocked, rig.Ending), others.PublishAsync(Others * Others, rig.Ending));
        await rig.TryDrainAsync(rig.Plan.DrainBar); // what is done for the first time is slow
        _loadFrom = Stopwatch.GetTimestamp();
        var load = new SteadyLoad(others, TogetherOfOthers, BetweenOthers);
        await blocked.PublishAsync(Math.Max(0, rig.Arguments.Events - Blocked), rig.Ending);
        rig.Log.Count("events for endpoints that cannot be sent to", rig.Arguments.Events);
        await rig.UntilAsync(
            async () => await rig.Reader.CountDeadLettersAsync() >= rig.Arguments.Events, "The end of the schedules", rig.Plan.DrainBar);
        await load.StopAsync(rig.Ending);
        rig.Figures.Add(new Figure("look_ups", SumOf(rig, TableResolver.Said), AtMost: LookedUp(rig) * Steps, AtLeast: LookedUp(rig) * Steps));
        rig.Figures.Add(new Figure("connections", SumOf(rig, CountedDialer.Said), AtMost: 0));
        _attempts = [.. (await rig.Reader.ReadAttemptTimesAsync()).Where(attempt => attempt.Delivery.Endpoint < Blocked)];
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var deliveries = _attempts.GroupBy(attempt => attempt.Delivery).Select(same => same.OrderBy(attempt => attempt.Number).ToArray()).ToArray();
        yield return new("deliveries_tried", deliveries.Length, AtLeast: rig.Arguments.Events);
        yield return new("attempts_beyond_the_schedule", deliveries.Sum(attempts => Math.Max(0, attempts.Length - Steps)), AtMost: 0);
        yield return new("steps_without_an_attempt", deliveries.Sum(attempts => Math.Max(0, Steps - attempts.Length)), AtMost: 0);
        yield return new(
            "attempts_ahead_of_the_schedule",
            deliveries.Sum(attempts => attempts.Zip(attempts.Skip(1)).Count(pair => pair.Second.StartedAt - pair.First.EndedAt < Wait)),
            AtMost: 0);
        yield return new(
            "attempts_that_do_not_say_why",
            _attempts.Count(attempt => attempt.Outcome != (attempt.Delivery.Endpoint == Unknown ? AttemptOutcome.DnsFailed : AttemptOutcome.PolicyBlocked)),
            AtMost: 0);
        yield return new("given_up", findings.States.Dead, AtLeast: rig.Arguments.Events, AtMost: rig.Arguments.Events);
        var delays = ArrivalDelays.Of(
            rig.ProducerJournals.SelectMany(ProducerJournal.Read)
                .Where(publish => publish.BegunAt >= _loadFrom && publish.Key.StartsWith(_others, StringComparison.Ordinal)),
            ReceiverJournal.Read(rig.ReceiverJournal));
        yield return new("others_p95_s", ArrivalDelays.P95(delays.Select(delay => delay.Delay)), AtMost: OthersBar.TotalSeconds);
    }

    /// <summary>How many events are for endpoints whose names are looked up.</summary>
    private static int LookedUp(ChaosRig rig) => Enumerable.Range(0, rig.Arguments.Events).Count(place => place % Blocked != Literal);

    private static int SumOf(ChaosRig rig, string said) =>
        rig.Hosts.Sum(host => host.Process.Lines.LastOrDefault(line => line.StartsWith(said, StringComparison.Ordinal)) is { } line
            ? int.Parse(line.AsSpan(said.Length), CultureInfo.InvariantCulture)
            : 0);
}
