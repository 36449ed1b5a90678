using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>One backlog delivered, and the bare loop before it.</summary>
internal sealed record DrainRound(Spending Spending, Reconciliation Outcome, double BarePostsPerSecond = 0, double BareCpuMicroseconds = 0)
{
    public double Ratio => Spending.DeliveriesPerSecond / BarePostsPerSecond;

    /// <summary>The medians of the rounds; what was lost or doubled in any of them.</summary>
    public static Figures Median(IReadOnlyList<DrainRound> rounds)
    {
        double Of(Func<DrainRound, double> figure) => Medians.Of(rounds.Select(figure));
        return new Figures
        {
            DeliveriesPerSecond = Of(round => round.Spending.DeliveriesPerSecond),
            BarePostsPerSecond = Of(round => round.BarePostsPerSecond),
            BareCpuUsPerPost = Of(round => round.BareCpuMicroseconds / round.Spending.Deliveries),
            Ratio = Of(round => round.Ratio),
            Lost = rounds.Sum(round => round.Outcome.Lost),
            Duplicates = rounds.Sum(round => round.Outcome.Duplicates),
            ProcessCpuUsPerDelivery = Of(round => round.Spending.CpuMicroseconds / round.Spending.Deliveries),
            ReceiverCpuUsPerDelivery = Of(round => round.Spending.ReceiverCpuMicroseconds / round.Spending.Deliveries),
            AllocatedBytesPerDelivery = Of(round => round.Spending.AllocatedBytes / round.Spending.Deliveries),
            PeakMemoryMb = ResourceMeter.PeakMegabytes,
        };
    }

    public Figures ToFigures() => Median([this]) with { PeakMemoryMb = null };
}
