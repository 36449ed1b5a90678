using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// The disk of the database is full for a while, half-way through: no outcome can be recorded then, and what cannot be recorded
/// must not be sent over and over.
/// </summary>
internal sealed class DiskFullScenario() : Scenario("R-12", "the disk of the database is full for a while", events: 20_000)
{
    private const long BytesBefore = 64L * 1024 * 1024;
    private const long BytesPerEvent = 4096;
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan RecoveryBar = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { Script = new ReceiverScript { MostDelay = 100 } };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        var disk = rig.Keep(await SmallDisk.MountAsync(BytesBefore + (BytesPerEvent * rig.Arguments.Events)));
        await SmallTablespace.MoveToAsync(store, disk.Folder);
        await rig.StartHostsAsync(2);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with
        {
            Modes = [PublishMode.Own, PublishMode.OwnById, PublishMode.Host],
            Publishers = 4,
            Retries = true,
        });
        var publishing = producer.PublishAsync(rig.Arguments.Events, rig.Ending);
        await rig.UntilReceivedAsync(counts => counts.Started >= rig.Arguments.Events / 2, "Half of all", Patience);

        var recorded = await rig.Reader.ReadRecordedAsync();
        disk.Fill();
        await Task.Delay(Full, rig.Ending);
        var (_, before) = await rig.Reader.CountAsync();
        rig.Figures.Add(new Figure("left_to_do_when_freed", rig.Arguments.Events - before, AtLeast: rig.Arguments.Events / 4));
        disk.Free();
        var freed = Stopwatch.StartNew();
        await rig.Nemesis.NoteCutAsync(rig.Hosts, recorded);
        rig.Log.Count("disk full");
        await rig.UntilAsync(async () => (await rig.Reader.CountAsync()).Ended > before, "An outcome recorded", Patience);
        rig.Figures.Add(new Figure("recovered_after_s", freed.Elapsed.TotalSeconds, AtMost: RecoveryBar.TotalSeconds));
        await publishing;
    }
}
