using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Hosts are started while the database is down: they start, stay, answer for their own pages all the time, say that they are
/// not healthy, and deliver as soon as it is there.
/// </summary>
internal sealed class DatabaseDownAtStartScenario() : Scenario("R-11", "the database is down when the hosts start", events: 1000)
{
    private const int Instances = 2;

    /// <summary>With the default number of events, a minute.</summary>
    private static readonly TimeSpan DownPerEvent = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan StartBar = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeliveryBar = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerBar = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthyBar = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var producer = await rig.StartProducerAsync();
        await producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.Nemesis.StopDatabaseAsync(store);

        var down = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => rig.NextHost() with { HasPages = true }).ToArray().Select(rig.StartHostAsync));
        rig.Figures.Add(new Figure("hosts_started_after_s", down.Elapsed.TotalSeconds, AtMost: StartBar.TotalSeconds));
        await using var visitor = new PageVisitor([.. rig.Hosts.Select(host => host.Pages!)]);
        var left = (DownPerEvent * rig.Arguments.Events) - down.Elapsed;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, rig.Ending);
        rig.Figures.Add(new Figure("down_s", down.Elapsed.TotalSeconds));
        rig.Figures.Add(new Figure("hosts_alive", rig.Hosts.Count(host => host.IsRunning), AtLeast: Instances));

        rig.Figures.Add(new Figure("hosts_unhealthy_while_down", await visitor.CountAsync(HostPages.Unhealthy, rig.Ending), AtLeast: Instances));

        await rig.Nemesis.StartDatabaseAsync(store);
        var up = Stopwatch.StartNew();
        await rig.UntilReceivedAsync(counts => counts.Started > 0, "The first request", Patience);
        rig.Figures.Add(new Figure("first_send_after_s", up.Elapsed.TotalSeconds, AtMost: DeliveryBar.TotalSeconds));
        await rig.UntilAsync(async () => await visitor.CountAsync(HostPages.Healthy, rig.Ending) == Instances, "Hosts that are healthy", Patience);
        rig.Figures.Add(new Figure("hosts_healthy_after_s", up.Elapsed.TotalSeconds, AtMost: HealthyBar.TotalSeconds));
        rig.Figures.Add(new Figure("pages_answered", visitor.Answered, AtLeast: 1));
        rig.Figures.Add(new Figure("pages_not_answered", visitor.Failed, AtMost: 0));
        rig.Figures.Add(new Figure("slowest_page_after_s", visitor.Slowest.TotalSeconds, AtMost: AnswerBar.TotalSeconds));
    }
}
