using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Peers;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>The same signed requests by what would be used instead of us, in turn with ours.</summary>
internal sealed class PeersScenario : IScenario
{
    public string Name => "peers";

    public string Summary => "Hangfire and a plain outbox loop, beside us";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } = new Dictionary<LoadOption, int>
    {
        [LoadOption.Deliveries] = 50_000,
        [LoadOption.Jobs] = 2000,
        [LoadOption.Endpoints] = 100,
        [LoadOption.Body] = 1024,
        [LoadOption.Concurrency] = 64,
        [LoadOption.Rounds] = 2,
    };

    public IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        var (plan, workers) = (new EndpointPlan(arguments[LoadOption.Endpoints]), arguments[LoadOption.Concurrency]);
        await using var rig = await LoadRig.StartAsync(arguments);
        var ours = new DrainPhase(rig, plan, new SystemSettings(workers));
        PeerPhase[] peers = [new(rig, plan, new HangfirePeer(workers)), new(rig, plan, new OutboxLoopPeer(workers))];
        await WarmUp.UntilSettledAsync(() => ours.RunAsync(arguments[LoadOption.Deliveries] / 5));
        foreach (var peer in peers)
        {
            await peer.RunAsync(arguments[LoadOption.Jobs] / 2);
        }

        var ourRounds = new List<DrainRound>();
        var peerRounds = peers.ToDictionary(peer => peer.Name, _ => new List<DrainRound>());
        for (var round = 0; round < arguments[LoadOption.Rounds]; round++)
        {
            ourRounds.Add(await ours.RunAsync(arguments[LoadOption.Deliveries]));
            foreach (var peer in peers)
            {
                peerRounds[peer.Name].Add(await peer.RunAsync(arguments[LoadOption.Jobs]));
            }
        }

        var figures = DrainRound.Median(ourRounds);
        Phase[] others = [.. peerRounds.Select(peer => new Phase(peer.Key, Beside(DrainRound.Median(peer.Value), figures)))];
        return new Report
        {
            Arguments = arguments,
            Totals = figures,
            Phases = others,
            Bars = [new Bar("our deliveries per second over Hangfire's", others[0].Figures.Ratio, 40, IsFloor: true)],
            Notes = ["The ratio of a peer is our deliveries per second over its own."],
        };
    }

    private static Figures Beside(Figures peer, Figures ours) => peer with { Ratio = ours.DeliveriesPerSecond / peer.DeliveriesPerSecond };
}
