using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Peers;

namespace WebhookKit.LoadTest.Phases;

/// <summary>The backlog of a <see cref="DrainPhase"/> with fan-out 1, delivered by a peer.</summary>
internal sealed class PeerPhase(LoadRig rig, EndpointPlan plan, IPeer peer)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    public string Name => peer.Name;

    public async Task<DrainRound> RunAsync(int deliveries)
    {
        await using var database = await rig.Store.CreateAsync();
        await peer.PrepareAsync(database);
        await rig.Receiver.TakeAsync();
        var payload = rig.NewPayload();
        PeerDelivery[] queue = [.. Enumerable.Range(0, deliveries).Select(number => NewDelivery(number % plan.Endpoints, payload))];

        await using var wholeLife = await Meter.StartAsync(rig.Receiver, database);
        var published = await peer.QueueAsync(database, queue);
        await using var delivering = await Meter.StartAsync(rig.Receiver, database);
        await using (await peer.StartAsync(database))
        {
            await ArrivalWait.ForAsync(rig.Receiver, deliveries, Stall);
            return new DrainRound(
                deliveries,
                await delivering.ReadAsync(),
                await wholeLife.ReadAsync(),
                PhaseResult.PublishTimes(published),
                ArrivalReconciliation.Of(published, plan, await rig.Receiver.TakeAsync()));
        }
    }

    private PeerDelivery NewDelivery(int endpoint, byte[] payload) =>
        new(new EventId(Guid.CreateVersion7()), endpoint, rig.Receiver.HookUrl(plan, endpoint), payload);
}
