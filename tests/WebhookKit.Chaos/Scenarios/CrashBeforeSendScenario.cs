using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>An instance has read everything and sent nothing when it is killed: the next one sends it, each once, as a first attempt.</summary>
internal sealed class CrashBeforeSendScenario() : Scenario("R-2", "a crash between reading and sending", events: 1000)
{
    /// <summary>Of an endpoint that has not answered yet.</summary>
    private const int ReadAtOnce = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { Endpoints = (arguments.Events + ReadAtOnce - 1) / ReadAtOnce, PollInterval = TimeSpan.FromSeconds(0.5) };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        var held = await rig.StartHostAsync(rig.NextHost() with { FailPoint = FailPoint.HoldSends, Timeout = Patience * 2, ConnectTimeout = Patience * 2 });
        await rig.UntilAsync(() => Task.FromResult(ReadBy(held) >= rig.Arguments.Events), $"{rig.Arguments.Events} deliveries in memory", Patience);

        await rig.KillAsync(held);
        var killedAt = Stopwatch.GetTimestamp();
        await rig.StartHostAsync();
        await rig.UntilAsync(
            async () => (await rig.Receiver.CountAsync(rig.Ending)).Started > 0 || (await rig.Reader.CountAsync()).Open == 0,
            "The first request of the heir, or nothing left to send",
            Patience);
        var bar = rig.Plan.Lease + rig.Plan.PollInterval + TimeSpan.FromSeconds(1);
        rig.Figures.Add(new Figure("first_send_after_s", Stopwatch.GetElapsedTime(killedAt).TotalSeconds, AtMost: bar.TotalSeconds));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("sent_once", findings.Repeats.Times.GetValueOrDefault(1), AtLeast: rig.Arguments.Events),
        new("attempts_used_beyond_one_each", findings.States.Attempts - rig.Arguments.Events, AtMost: 0),
    ];

    private static int ReadBy(HostProcess host) =>
        host.Process.Lines.LastOrDefault(line => line.StartsWith(CountedReads.Said, StringComparison.Ordinal)) is { } line
            ? int.Parse(line.AsSpan(CountedReads.Said.Length), CultureInfo.InvariantCulture)
            : 0;
}
