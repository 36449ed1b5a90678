using System.Diagnostics;
using Npgsql;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Proxying;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// The network between one of two instances and the database swallows everything while requests are under way: for half a
/// lease, after which the outcomes are recorded as if nothing had been, and for two, after which another instance has the
/// partitions and has sent again what it could not know of. What cannot be recorded must not be followed by more.
/// </summary>
internal sealed class CutLinkScenario() : Scenario("R-5", "the link of an instance to the database goes silent with requests under way", events: 7200, kills: 6)
{
    private const string FailedWrite = "outcomes cannot be recorded now";

    /// <summary>When the driver gives up a statement, or a connection, that nobody answers. Its own defaults are longer than a lease.</summary>
    private const int Seconds = 1;
    private const int NoWaitForCancellation = -1;

    /// <summary>What an instance knows of an endpoint lets requests start for so long, and a moment for one that was starting.</summary>
    private static readonly TimeSpan StartBar = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<(string Producer, long CutAt, long FailedAt, long OverAt, bool IsShort)> _cuts = [];
    private string _cutOff = "";
    private int _failedWrites;

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override RigPlan PlanFor(ChaosArguments arguments) =>
        new() { Lease = TimeSpan.FromSeconds(4), RenewEvery = TimeSpan.FromSeconds(1) };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var proxy = rig.Keep(new TcpProxy(store.Port));
        var impatient = new NpgsqlConnectionStringBuilder(store.ThroughPort(proxy.Port))
        {
            CommandTimeout = Seconds,
            Timeout = Seconds, // also that of the connection on which it asks for a statement to be cancelled
            CancellationTimeout = NoWaitForCancellation,
        };
        var cutOff = await rig.StartHostAsync(rig.NextHost() with { Database = impatient.ConnectionString });
        await rig.StartHostAsync();
        _cutOff = cutOff.Instance;
        for (var cut = 0; cut < rig.Arguments.Kills; cut++)
        {
            await rig.UntilSharedAsync(instances: 2);
            await RunRoundAsync(rig, proxy, cutOff, isShort: cut % 2 == 0);
        }
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var requests = ReceiverJournal.Read(rig.ReceiverJournal);
        var its = requests.Where(request => request.Instance == _cutOff).ToArray();
        var sentTwice = _cuts.Where(cut => cut.IsShort)
            .Sum(cut => requests.Where(request => request.Key.StartsWith(cut.Producer, StringComparison.Ordinal)).CountBy(request => request.Key).Count(key => key.Value > 1));
        var last = _cuts.Max(cut => its.Where(request => request.StartedAt < cut.OverAt).Select(request => Stopwatch.GetElapsedTime(cut.CutAt, request.StartedAt)).Max());
        return
        [
            new("sent_twice_after_half_a_lease", sentTwice, AtMost: 0),
            new("most_unrecorded_under_a_cut", _cuts.Max(cut => its.Count(request => request.AnsweredAt > cut.CutAt && request.StartedAt < cut.OverAt)), AtLeast: 1),
            new("last_start_after_cut_s", Math.Max(0, last.TotalSeconds), AtMost: StartBar.TotalSeconds),
            new("cuts_with_a_failed_write", _failedWrites, AtLeast: _cuts.Count(cut => !cut.IsShort)),
            new("starts_after_failed_write", _cuts.Sum(cut => its.Count(request => request.StartedAt > cut.FailedAt && request.StartedAt < cut.OverAt)), AtMost: 0),
            new("most_starts_under_a_cut", _cuts.Max(cut => its.Count(request => request.StartedAt > cut.CutAt && request.StartedAt < cut.OverAt)), AtMost: Evidence.PlacesOfEndpoint * rig.Plan.Endpoints),
        ];
    }

    private async Task RunRoundAsync(ChaosRig rig, TcpProxy proxy, HostProcess cutOff, bool isShort)
    {
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true });
        await HoldRequestsAsync(rig, producer, cutOff);
        var failedBefore = FailuresOf(cutOff);
        var recorded = await rig.Reader.ReadRecordedAsync();
        proxy.GoSilent();
        var (cutAt, lasts) = (Stopwatch.GetTimestamp(), isShort ? rig.Plan.Lease / 2 : rig.Plan.Lease * 2);
        await rig.Receiver.FollowAsync(new ReceiverScript(), rig.Ending);
        long? failedAt = null;
        for (; Stopwatch.GetElapsedTime(cutAt) < lasts; await Task.Delay(Pause, rig.Ending))
        {
            failedAt ??= FailuresOf(cutOff) > failedBefore ? Stopwatch.GetTimestamp() : null;
        }

        var overAt = Stopwatch.GetTimestamp();
        proxy.Resume();
        rig.Log.Count(isShort ? "link silent for half a lease" : "link silent for two leases");
        if (!isShort)
        {
            await rig.Nemesis.NoteCutAsync([cutOff], recorded);
        }

        _failedWrites += failedAt is null ? 0 : 1;
        _cuts.Add(($"{producer.Plan.Name}-", cutAt, failedAt ?? overAt, overAt, isShort));
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("What was left after a cut was not drained.");
        }
    }

    /// <summary>As many as there will be, and a backlog behind them: there would be something to go on with.</summary>
    private static async Task HoldRequestsAsync(ChaosRig rig, Producer producer, HostProcess cutOff)
    {
        var events = rig.Arguments.Events / Math.Max(1, rig.Arguments.Kills);
        await rig.Receiver.FollowAsync(new ReceiverScript { Holds = true }, rig.Ending);
        await producer.PublishAsync(events, rig.Ending);
        var before = await rig.Receiver.CountAsync(rig.Ending);
        await rig.Receiver.FollowAsync(new ReceiverScript { MostDelay = 300 }, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Answered >= before.Answered + (events / 4), "Endpoints that have proven that they answer", Patience);

        await rig.Receiver.FollowAsync(new ReceiverScript { Holds = true }, rig.Ending);
        var underWay = 0;
        await rig.UntilReceivedAsync(
            counts =>
            {
                var last = underWay;
                underWay = counts.UnderWay.GetValueOrDefault(cutOff.Instance);
                return underWay >= rig.Plan.Endpoints && underWay == last;
            },
            "Requests under way",
            Patience);
    }

    private static int FailuresOf(HostProcess host) =>
        host.Process.Lines.Count(line => line.Contains(FailedWrite, StringComparison.Ordinal));
}
