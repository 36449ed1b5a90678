using System.Data;
using System.Diagnostics;
using Npgsql;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// A transaction that reads stays open, so that the server may sweep up nothing, while events flow at a steady rate: what each
/// queue row leaves behind stays in the table and its indexes, and reading passes over it. Delivery slows down a little, and is as
/// before once it has ended.
/// </summary>
internal sealed class HeldHorizonScenario() : Scenario("R-16", "a transaction is held open while events flow at 500 a second", events: 300_000)
{
    private const int Instances = 2;
    private const int EventsPerSecond = 500;
    private const int EventsPerStep = 50;
    private const int Bursts = 3;
    private const int LeastBurst = 300;
    private const double LeastShare = 0.7;

    /// <summary>From here on a burst is long enough for its rate to say something about the database, and not about who else is at work.</summary>
    private const int EventsForRates = 100_000;
    private static readonly TimeSpan RecoveryBar = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public override IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres];

    /// <summary>Polls as often as the library does by default: each poll passes over what is dead, so that it is a part of the figure.</summary>
    protected override RigPlan PlanFor(ChaosArguments arguments) => new() { PollInterval = TimeSpan.FromSeconds(1) };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var store = (PostgreSqlChaosStore)rig.Store;
        await rig.StartHostsAsync(Instances);
        await rig.UntilSharedAsync(Instances);
        var producer = await rig.StartProducerAsync(rig.NextProducer() with { Together = 10, Publishers = 4 });
        await MeasureAsync(rig, store, producer); // the first burst warms up
        var before = await MeasureAsync(rig, store, producer);

        await using var connection = new NpgsqlConnection(store.As("reader"));
        await connection.OpenAsync(rig.Ending);
        await using (var reader = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, rig.Ending))
        {
            await StoreAccess.ExecuteAsync(connection, "SELECT 1", reader);
            await FlowAsync(rig, producer);
            var held = await MeasureAsync(rig, store, producer);
            var dead = 0L;
            await rig.UntilAsync(async () => (dead = await store.CountDeadRowsAsync()) >= rig.Arguments.Events, "Dead rows that stay", Patience);
            rig.Figures.Add(new Figure("dead_queue_rows_at_the_end", dead, AtLeast: rig.Arguments.Events));
            Compare(rig, "held", before, held);
            rig.Log.Count("transaction held open");
        }

        var released = Stopwatch.StartNew();
        await StoreAccess.ExecuteAsync(connection, "VACUUM webhooks.queue"); // what the server does within its minute
        var after = await MeasureAsync(rig, store, producer);
        rig.Figures.Add(new Figure("released_and_measured_after_s", released.Elapsed.TotalSeconds, AtMost: RecoveryBar.TotalSeconds));
        Compare(rig, "released", before, after);
    }

    private static async Task FlowAsync(ChaosRig rig, Producer producer)
    {
        var flowing = Stopwatch.StartNew();
        for (var published = 0; published < rig.Arguments.Events; published += EventsPerStep)
        {
            await producer.BeginAsync(EventsPerStep);
            var ahead = TimeSpan.FromSeconds((double)published / EventsPerSecond) - flowing.Elapsed;
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, rig.Ending);
        }

        await producer.PublishAsync(1, rig.Ending); // and so waits for what it began
        rig.Figures.Add(new Figure("flowed_for_s", flowing.Elapsed.TotalSeconds));
    }

    /// <summary>Delivers bursts of one size: the rate of the best, and how much CPU time of the server each delivery took in all.</summary>
    private static async Task<(double Rate, double Cpu)> MeasureAsync(ChaosRig rig, PostgreSqlChaosStore store, Producer producer)
    {
        var (best, size) = (0.0, Math.Max(LeastBurst, rig.Arguments.Events / 30));
        await DrainAsync(rig);
        var cpu = store.Cluster.CpuTime();
        for (var burst = 0; burst < Bursts; burst++)
        {
            var delivering = Stopwatch.StartNew();
            var answered = (await rig.Receiver.CountAsync(rig.Ending)).Answered;
            await producer.PublishAsync(size, rig.Ending);
            await rig.UntilReceivedAsync(counts => counts.Answered >= answered + size, "A burst", Patience); // counting rows costs the server time
            await DrainAsync(rig);
            best = Math.Max(best, size / delivering.Elapsed.TotalSeconds);
        }

        return (best, (store.Cluster.CpuTime() - cpu).TotalMilliseconds / (size * Bursts));
    }

    private static async Task DrainAsync(ChaosRig rig)
    {
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("A burst was not drained.");
        }
    }

    private static void Compare(ChaosRig rig, string name, (double Rate, double Cpu) before, (double Rate, double Cpu) now)
    {
        double? bar = rig.Arguments.Events >= EventsForRates ? LeastShare : null;
        rig.Figures.Add(new Figure($"{name}_rate_per_s", now.Rate));
        rig.Figures.Add(new Figure($"{name}_share_of_the_rate_before", now.Rate / before.Rate, AtLeast: bar));
        rig.Figures.Add(new Figure($"{name}_server_cpu_ms_per_delivery", now.Cpu));
        rig.Figures.Add(new Figure($"{name}_server_cpu_factor", now.Cpu / before.Cpu));
    }
}
