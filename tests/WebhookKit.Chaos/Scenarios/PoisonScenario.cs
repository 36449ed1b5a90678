using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Rows that somebody has damaged, among good ones and in the same lanes, and host code that throws: what can be sent all the
/// same is sent, what cannot becomes a dead letter, what cannot be signed for want of a key waits until there is one, and none of it takes
/// anything from the others. The good events are delivered twice over: first alone, then beside the poison.
/// </summary>
internal sealed class PoisonScenario()
    : Scenario("R-13", "damaged rows among good ones, and code of the host that throws; --kills counts them", events: 10_000, kills: 100)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What the time may differ by for other reasons: the machine does other work too.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(3);
    private const double Factor = 1.2;
    private const int LeasesToEnd = 5;
    private static readonly int DamagedEndpoints = PoisonRows.DeadlyToEndpoints.Count + PoisonRows.HarmlessToEndpoints.Count;
    private static readonly int BrokenEndpoints = DamagedEndpoints + 1;
    private int _toDie;
    private int _toWait;
    private Func<Task> _findSecret = () => Task.CompletedTask;
    private long _hostAt;

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Retries = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5)] };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var good = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true, Owners = [.. rig.Plan.EndpointsOf.Keys.Skip(BrokenEndpoints)] });
        var alone = await DeliverAsync(rig, good);
        await PoisonAsync(rig);
        var beside = await DeliverAsync(rig, good);
        rig.Figures.Add(new Figure("good_alone_s", alone.TotalSeconds));
        rig.Figures.Add(new Figure("good_beside_poison_s", beside.TotalSeconds, AtMost: (Factor * alone.TotalSeconds) + Noise.TotalSeconds));
        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Open <= _toWait, "All that does not wait for a secret", Patience);
        rig.Figures.Add(new Figure("all_ended_after_s", Stopwatch.GetElapsedTime(_hostAt).TotalSeconds, AtMost: (rig.Plan.Lease * LeasesToEnd).TotalSeconds));
        rig.Figures.Add(new Figure("waits_for_its_secret", (await rig.Reader.CountAsync()).Open, AtMost: _toWait, AtLeast: _toWait));
        await _findSecret();
        rig.Log.Count("secret put back", 1);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var good = ReceiverJournal.Read(rig.ReceiverJournal).Where(request => request.IsAccepted && request.Key.StartsWith("p0-", StringComparison.Ordinal));
        return
        [
            new("good_delivered", good.Select(request => request.Key).Distinct().Count(), AtLeast: rig.Arguments.Events),
            new("poison_as_dead_letters", findings.States.Dead, AtMost: _toDie, AtLeast: _toDie),
        ];
    }

    /// <summary>Publishes half of all while nobody delivers, and has a new host deliver it.</summary>
    private async Task<TimeSpan> DeliverAsync(ChaosRig rig, Producer good)
    {
        await good.PublishAsync(rig.Arguments.Events / 2, rig.Ending);
        var before = await rig.Receiver.CountAsync(rig.Ending);
        var host = await rig.StartHostAsync(rig.NextHost() with { FailPoint = FailPoint.ThrowingHooks });
        _hostAt = Stopwatch.GetTimestamp();
        await rig.UntilReceivedAsync(counts => counts.Answered >= before.Answered + (rig.Arguments.Events / 2), "The good events", Patience);
        var took = Stopwatch.GetElapsedTime(_hostAt);
        if (rig.Producers.Count > 1)
        {
            return took; // this host has the poison, too
        }

        await rig.TryDrainAsync(Patience);
        rig.Nemesis.Terminate(host);
        await host.Process.WaitForExitAsync(Patience, rig.Ending);
        rig.Dismiss(host);
        return took;
    }

    private async Task PoisonAsync(ChaosRig rig)
    {
        var rows = new PoisonRows(rig.Store);
        var (share, owners) = (Math.Max(1, rig.Arguments.Kills / 3), rig.Plan.EndpointsOf.Keys.ToArray());
        var endpoints = (await rig.Reader.ReadEndpointsAsync()).ToDictionary(endpoint => endpoint.Value, endpoint => endpoint.Key);

        // A third of it for endpoints that are damaged; the rest in the lanes of the good ones: events that are, and events that cannot be signed.
        var toBroken = await rig.StartProducerAsync(rig.NextProducer() with { Name = "broken", SpreadsEvenly = true, Owners = owners[..BrokenEndpoints] });
        await toBroken.PublishAsync(share, rig.Ending);
        foreach (var (way, number) in PoisonRows.DeadlyToEndpoints.Concat(PoisonRows.HarmlessToEndpoints).Select((way, number) => (way, number)))
        {
            await rows.DamageEndpointAsync(way, endpoints[number], number);
        }

        _findSecret = await rows.LoseSecretAsync(endpoints[DamagedEndpoints]);

        var damaged = await rig.StartProducerAsync(rig.NextProducer() with { Name = "damaged", SpreadsEvenly = true, Owners = owners[BrokenEndpoints..] });
        await damaged.PublishAsync(share, rig.Ending);
        var events = (await rig.Reader.ReadAsync()).Events.Where(item => item.Key.StartsWith("damaged-", StringComparison.Ordinal)).ToArray();
        foreach (var (item, place) in events.Select((item, place) => (item, place)))
        {
            await rows.DamageEventAsync(PoisonRows.ToEvents[place % PoisonRows.ToEvents.Count], item.Id);
        }

        var unsignable = await rig.StartProducerAsync(rig.NextProducer() with { Name = ThrowingSigner.Unsignable, SpreadsEvenly = true, Owners = owners[BrokenEndpoints..] });
        await unsignable.PublishAsync(rig.Arguments.Kills - (2 * share), rig.Ending);

        _toDie = Enumerable.Range(0, share).Count(place => place % BrokenEndpoints < PoisonRows.DeadlyToEndpoints.Count)
            + Enumerable.Range(0, share).Count(place => place % PoisonRows.ToEvents.Count == 0)
            + rig.Arguments.Kills - (2 * share);
        _toWait = Enumerable.Range(0, share).Count(place => place % BrokenEndpoints == DamagedEndpoints);
        rig.Log.Count("damaged endpoint", BrokenEndpoints);
        rig.Log.Count("delivery to a damaged endpoint", share);
        rig.Log.Count("damaged event", share);
        rig.Log.Count("event that the signer throws for", rig.Arguments.Kills - (2 * share));
    }
}
