using System.Diagnostics;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>What one phase of published load led to.</summary>
internal sealed record PhaseResult(int Deliveries, double DeliveriesPerSecond, Latencies Publish, Reconciliation Outcome)
{
    public static PhaseResult Of(IReadOnlyCollection<PublishedEvent> published, EndpointPlan plan, Reconciliation outcome) => new(
        published.Count * plan.FanOut,
        published.Count * plan.FanOut / Stopwatch.GetElapsedTime(published.Min(one => one.Began), published.Max(one => one.Ended)).TotalSeconds,
        PublishTimes(published),
        outcome);

    public static Latencies PublishTimes(IEnumerable<PublishedEvent> published) => Latencies.OfTicks(published.Select(one => one.Ended - one.Began));

    /// <summary>The figures, with what the phase took.</summary>
    public Figures With(Spending spending) => Figures.OfLatency(Publish, Outcome) with
    {
        DeliveriesPerSecond = DeliveriesPerSecond,
        ProcessCpuUsPerDelivery = spending.Cpu.TotalMicroseconds / Deliveries,
        DatabaseCpuUsPerDelivery = spending.Database.Cpu?.TotalMicroseconds / Deliveries,
        ReceiverCpuUsPerDelivery = spending.ReceiverCpu.TotalMicroseconds / Deliveries,
        AllocatedBytesPerDelivery = (double)spending.AllocatedBytes / Deliveries,
        WalBytesPerDelivery = (double?)spending.Database.WalBytes / Deliveries,
        DatabaseBytesPerDelivery = (double?)spending.Database.Bytes / Deliveries,
        PeakMemoryMb = spending.PeakMemoryMb,
    };
}
