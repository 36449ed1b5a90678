using System.Diagnostics;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>One backlog delivered.</summary>
/// <param name="Deliveries">How many deliveries without trouble it has.</param>
/// <param name="Delivering">From the start of delivering to the last outcome.</param>
/// <param name="WholeLife">The same with publishing.</param>
/// <param name="Publish">What each call that published took.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record DrainRound(int Deliveries, Spending Delivering, Spending WholeLife, Latencies Publish, Reconciliation Outcome)
{
    /// <summary>How much of a backlog is left out at both ends of the middle.</summary>
    private const double Edge = 0.05;

    /// <summary>The bare loop just before it, where there was one.</summary>
    public BareResult? Bare { get; init; }

    public double DeliveriesPerSecond => Deliveries / Delivering.Elapsed.TotalSeconds;

    public double Ratio => DeliveriesPerSecond / (Bare?.PostsPerSecond ?? double.NaN);

    /// <summary>The rate without the first and the last arrivals, so that starting and ending weigh nothing.</summary>
    public double MiddleRate
    {
        get
        {
            var arrivals = Outcome.Arrivals;
            var (from, to) = ((int)(arrivals.Count * Edge), (int)(arrivals.Count * (1 - Edge)) - 1);
            return (to - from) / Stopwatch.GetElapsedTime(arrivals[from], arrivals[to]).TotalSeconds;
        }
    }

    /// <summary>The medians of the rounds; what was lost or doubled in any of them.</summary>
    public static Figures Median(IReadOnlyList<DrainRound> rounds)
    {
        var outcome = Reconciliation.Together(rounds.Select(round => round.Outcome));
        return Figures.OfLatency(Latencies.Together(rounds.Select(round => round.Publish)), outcome) with
        {
            DeliveriesPerSecond = Of(round => round.DeliveriesPerSecond),
            BarePostsPerSecond = Of(round => round.Bare?.PostsPerSecond),
            BareCpuUsPerPost = Of(round => round.Bare?.CpuUsPerPost),
            BareAllocatedBytesPerPost = Of(round => round.Bare?.AllocatedBytesPerPost),
            Ratio = Of(round => round.Bare is null ? null : round.Ratio),
            ProcessCpuUsPerDelivery = Each(round => round.Delivering.Cpu.TotalMicroseconds),
            DatabaseCpuUsPerDelivery = Each(round => round.Delivering.Database.Cpu?.TotalMicroseconds),
            ReceiverCpuUsPerDelivery = Each(round => round.Delivering.ReceiverCpu.TotalMicroseconds),
            WholeLifeProcessCpuUsPerDelivery = Each(round => round.WholeLife.Cpu.TotalMicroseconds),
            WholeLifeDatabaseCpuUsPerDelivery = Each(round => round.WholeLife.Database.Cpu?.TotalMicroseconds),
            AllocatedBytesPerDelivery = Each(round => round.Delivering.AllocatedBytes),
            WalBytesPerDelivery = Each(round => round.WholeLife.Database.WalBytes),
            DatabaseBytesPerDelivery = Each(round => round.WholeLife.Database.Bytes),
            PeakMemoryMb = Of(round => round.Delivering.PeakMemoryMb),
        };

        double? Of(Func<DrainRound, double?> figure) =>
            rounds.All(round => figure(round) is not null) ? Medians.Of(rounds.Select(round => figure(round)!.Value)) : null;

        double? Each(Func<DrainRound, double?> figure) => Of(round => figure(round) / round.Deliveries);
    }
}
