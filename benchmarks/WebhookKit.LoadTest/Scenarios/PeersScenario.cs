using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Peers;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>The same signed requests by what would be used instead of us, in turn with ours.</summary>
internal sealed class PeersScenario() : Scenario(
    "peers",
    "Hangfire and a plain outbox loop, beside us",
    (LoadOption.Deliveries, 50_000),
    (LoadOption.Jobs, 2000),
    (LoadOption.Endpoints, 100),
    (LoadOption.Body, 1024),
    (LoadOption.Concurrency, 64),
    (LoadOption.Rounds, 2))
{
    private const string Note = "The ratio of a peer is our deliveries per second over its own.";

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        var (plan, workers) = (new EndpointPlan(rig[LoadOption.Endpoints]), rig[LoadOption.Concurrency]);
        var ours = new DrainPhase(rig, plan, new SystemSettings(workers));
        PeerPhase[] peers = [new(rig, plan, new HangfirePeer(workers)), new(rig, plan, new OutboxLoopPeer(workers))];
        await WarmUp.UntilSettledAsync(() => ours.RunAsync(DrainPhase.WarmUpDeliveries));
        foreach (var peer in peers)
        {
            await peer.RunAsync(rig[LoadOption.Jobs] / 2);
        }

        var ourRounds = new List<DrainRound>();
        var peerRounds = peers.ToDictionary(peer => peer.Name, _ => new List<DrainRound>());
        await Rounds.RepeatAsync(rig, async () =>
        {
            ourRounds.Add(await ours.RunAsync(rig[LoadOption.Deliveries]));
            foreach (var peer in peers)
            {
                peerRounds[peer.Name].Add(await peer.RunAsync(rig[LoadOption.Jobs]));
            }
        });

        var main = new Phase("WebhookKit", DrainRound.Median(ourRounds));
        Phase[] others = [.. peerRounds.Select(peer => new Phase(peer.Key, Beside(DrainRound.Median(peer.Value), main.Figures)))];
        var bar = new Bar("our deliveries per second over Hangfire's", others[0].Figures.Ratio, 40, IsFloor: true);
        return Rounds.Compare(rig, [main, .. others], main, ratio: null, [bar], Note);
    }

    private static Figures Beside(Figures peer, Figures ours) => peer with { Ratio = ours.DeliveriesPerSecond / peer.DeliveriesPerSecond };
}
