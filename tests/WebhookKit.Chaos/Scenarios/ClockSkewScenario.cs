using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Two instances have requests under way; two more join whose wall clocks are ten minutes ahead and behind. Nobody loses a lease.
/// The requests fail, and while the retries wait the newcomers get their share: they make those when they are due. What a producer
/// publishes whose clock is ahead, too, is sent at once.
/// </summary>
internal sealed class ClockSkewScenario() : Scenario("R-27", "instances and a producer whose wall clocks are wrong", events: 4000)
{
    private const int Bursts = 4;
    private const int Renewals = 3;
    private const int RightClocks = 2;
    private const int Failed = 500;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SkewTolerance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HashSet<string> _wrong = [];

    // Leases long enough that nobody loses one because the machine is busy, and requests that wait as long as the scenario wants.
    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Lease = TimeSpan.FromSeconds(6),
        Timeout = Patience,
        Retries = [.. Enumerable.Repeat(Delay, 20)],
        Script = new ReceiverScript { Holds = true },
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        _wrong.Clear();
        await rig.StartHostsAsync(RightClocks);
        await rig.UntilSharedAsync(RightClocks);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        var producerAhead = await rig.StartProducerAsync(rig.NextProducer() with { ClockAhead = Skew });
        await producer.PublishAsync(rig.Arguments.Events / 2, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.UnderWay.Values.Sum() == rig.Plan.Endpoints, "A request to each endpoint", Patience);

        var newcomers = await Task.WhenAll(StartHostAsync(rig, Skew), StartHostAsync(rig, -Skew));
        await rig.UntilRenewedAsync(newcomers, Renewals);
        var taken = (await rig.Receiver.CountAsync(rig.Ending)).UnderWay.Where(instance => _wrong.Contains(instance.Key)).Sum(instance => instance.Value);
        rig.Figures.Add(new Figure("sent_while_others_had_it_under_way", taken, AtMost: 0));

        await rig.Receiver.FollowAsync(new ReceiverScript { Status = taken == 0 ? Failed : new ReceiverScript().Status }, rig.Ending);
        if (taken == 0)
        {
            await rig.UntilSharedAsync(RightClocks + newcomers.Length);
            await WatchSkewedAsync(rig, newcomers, [producer, producerAhead]);
        }
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var retries = RetryCheck.Run(ReceiverJournal.Read(rig.ReceiverJournal), Delay);
        return
        [
            new("retries", retries.Count, AtLeast: rig.Plan.Endpoints),
            new("retries_by_another_than_planned_them", retries.ByOthers, AtLeast: 1),
            new("retry_most_early_s", retries.MostEarly.TotalSeconds, AtMost: 1),
        ];
    }

    private async Task<HostProcess> StartHostAsync(ChaosRig rig, TimeSpan ahead)
    {
        var settings = rig.NextHost() with { ClockAhead = ahead };
        _wrong.Add(settings.Instance);
        rig.Log.Count(ahead > TimeSpan.Zero ? "clock 10 min ahead" : "clock 10 min behind");
        return await rig.StartHostAsync(settings);
    }

    /// <summary>While the retries wait that others have planned, more is published; then all of it is to be sent.</summary>
    private static async Task WatchSkewedAsync(ChaosRig rig, IReadOnlyList<HostProcess> skewed, IReadOnlyList<Producer> producers)
    {
        var epochs = await rig.Reader.ReadEpochsAsync();
        await rig.Receiver.FollowAsync(new ReceiverScript { MostDelay = 100 }, rig.Ending);
        for (var burst = 0; burst < Bursts; burst++)
        {
            await Task.WhenAll(producers.Select(producer => producer.PublishAsync(rig.Arguments.Events / 2 / Bursts / producers.Count, rig.Ending)));
            await Task.Delay(Pause, rig.Ending);
        }

        foreach (var host in skewed)
        {
            var off = (await host.ReadSkewAsync(rig.Ending)) - host.Settings.ClockAhead.TotalSeconds;
            rig.Figures.Add(new Figure($"skew_shown_by_{host.Instance}_wrong_by_s", Math.Abs(off), AtMost: SkewTolerance.TotalSeconds));
        }

        if (!await rig.TryDrainAsync(rig.Plan.DrainBar))
        {
            throw new ScenarioFailedException($"What was due has not been sent within {rig.Plan.DrainBar}.");
        }

        var after = await rig.Reader.ReadEpochsAsync();
        rig.Figures.Add(new Figure("leases_lost", epochs.Count(epoch => after[epoch.Key] != epoch.Value), AtMost: 0));
    }
}
