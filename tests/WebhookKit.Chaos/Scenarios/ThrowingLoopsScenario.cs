using System.Globalization;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// What the loops of the hosts ask for throws, now before it is done and now after it, and observers throw always. The hosts
/// stay, with what .NET does to a host whose background work ends by an exception, and every loop comes back.
/// </summary>
internal sealed class ThrowingLoopsScenario()
    : Scenario("R-20", "exceptions in every loop; --kills counts them", events: 10_000, kills: 1000)
{
    private const int Instances = 2;
    private const int Bursts = 10;
    private static readonly TimeSpan BackBar = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatiencePerThrow = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 250 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        for (var host = 0; host < Instances; host++)
        {
            await rig.StartHostAsync(rig.NextHost() with { FailPoint = FailPoint.Throw });
        }

        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync();
        for (var burst = 0; burst < Bursts; burst++)
        {
            await producer.PublishAsync(rig.Arguments.Events / Bursts, rig.Ending);
            var share = rig.Arguments.Kills * (burst + 1) / Bursts;
            await rig.UntilAsync(() => Task.FromResult(rig.Hosts.Sum(host => SaidBy(host).Thrown) >= share), $"{share} exceptions", Patience + (PatiencePerThrow * rig.Arguments.Kills));
        }

        rig.Log.Count("exception", rig.Hosts.Sum(host => SaidBy(host).Thrown));
        rig.Figures.Add(new Figure("hosts_alive", rig.Hosts.Count(host => host.IsRunning), AtLeast: Instances));
        rig.Figures.Add(new Figure("longest_until_back_s", rig.Hosts.Max(host => SaidBy(host).LongestMilliseconds) / 1000.0, AtMost: BackBar.TotalSeconds));
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
    [
        new("exceptions", rig.Log.Injected.Values.Sum(), AtLeast: rig.Arguments.Kills),
        new("sent_twice", findings.Repeats.Duplicates, AtMost: 0),
    ];

    private static (int Thrown, int LongestMilliseconds) SaidBy(HostProcess host)
    {
        var line = host.Process.Lines.LastOrDefault(line => line.StartsWith(ChanceThrows.Said, StringComparison.Ordinal));
        return line?.Split(' ') is [_, var thrown, var longest]
            ? (int.Parse(thrown, CultureInfo.InvariantCulture), int.Parse(longest, CultureInfo.InvariantCulture))
            : (0, 0);
    }
}
