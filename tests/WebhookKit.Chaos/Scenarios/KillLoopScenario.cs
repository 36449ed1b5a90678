using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Three instances under load, of which one is killed again and again, spread over the whole of the work, and started again.
/// A tenth of the publishes is rolled back. Publishing is paced: what a killed instance owned waits for a lease, and then has to
/// be caught up with before the next one is killed.
/// </summary>
internal sealed class KillLoopScenario() : Scenario("R-1", "kill -9 of instances under load", events: 100_000, kills: 50)
{
    private const int Instances = 3;
    private const double Committed = 0.85;
    private static readonly TimeSpan PublishingPerKill = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Endpoints = 48,
        Script = new ReceiverScript { MostDelay = 250 },
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        await rig.StartHostsAsync(Instances);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [.. Enumerable.Repeat(PublishMode.Own, 5), .. Enumerable.Repeat(PublishMode.Host, 4), PublishMode.RolledBack],
            Together = 5,
        });
        var publishing = producer.PublishOverAsync(rig.Arguments.Events, PublishingPerKill * rig.Arguments.Kills, rig.Ending);
        for (var kill = 1; kill <= rig.Arguments.Kills; kill++)
        {
            var share = (kill - rig.Random.NextDouble()) / rig.Arguments.Kills;
            await rig.UntilReceivedAsync(counts => counts.Started >= rig.Arguments.Events * Committed * share, $"Progress before kill {kill}", Patience);
            await rig.KillAsync(await FindAtWorkAsync(rig));
            await Task.Delay(rig.Random.Next(200), rig.Ending);
            await rig.StartHostAsync();
        }

        await publishing;
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) =>
        [new("kills_with_requests_under_way", findings.Repeats.FaultsAtWork, AtLeast: rig.Arguments.Kills / 2)];

    /// <summary>One by chance of those that are at work. Killing one that has just been started, and owns nothing yet, would prove nothing.</summary>
    private static async Task<HostProcess> FindAtWorkAsync(ChaosRig rig)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < WorkPatience; await Task.Delay(1, rig.Ending))
        {
            var underWay = (await rig.Receiver.CountAsync(rig.Ending)).UnderWay;
            var atWork = rig.Hosts.Where(host => underWay.ContainsKey(host.Instance)).ToArray();
            if (atWork.Length > 0)
            {
                return atWork[rig.Random.Next(atWork.Length)];
            }
        }

        return rig.Hosts[rig.Random.Next(rig.Hosts.Count)];
    }
}
