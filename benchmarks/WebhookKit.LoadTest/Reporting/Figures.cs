using WebhookKit.LoadTest.Measuring;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>What was measured; null where a scenario does not measure it. The names in JSON are these, in snake_case.</summary>
internal sealed record Figures
{
    public double? DeliveriesPerSecond { get; init; }

    public double? BarePostsPerSecond { get; init; }

    public double? BareCpuUsPerPost { get; init; }

    public double? Ratio { get; init; }

    public int Lost { get; init; }

    public int Duplicates { get; init; }

    public double? PublishP50Ms { get; init; }

    public double? PublishP90Ms { get; init; }

    public double? PublishP99Ms { get; init; }

    public double? ReceivedP50Ms { get; init; }

    public double? ReceivedP90Ms { get; init; }

    public double? ReceivedP95Ms { get; init; }

    public double? ReceivedP99Ms { get; init; }

    public double? ProcessCpuUsPerDelivery { get; init; }

    /// <summary>Of a database server; SQLite works in our own process and is counted there.</summary>
    public double? DatabaseCpuUsPerDelivery { get; init; }

    public double? ReceiverCpuUsPerDelivery { get; init; }

    public double? AllocatedBytesPerDelivery { get; init; }

    public double? PeakMemoryMb { get; init; }

    /// <summary>Figures of latency alone.</summary>
    public static Figures OfLatency(Latencies publish, Reconciliation outcome) => new()
    {
        Lost = outcome.Lost,
        Duplicates = outcome.Duplicates,
        PublishP50Ms = publish.At(0.5),
        PublishP90Ms = publish.At(0.9),
        PublishP99Ms = publish.At(0.99),
        ReceivedP50Ms = outcome.Received.At(0.5),
        ReceivedP90Ms = outcome.Received.At(0.9),
        ReceivedP95Ms = outcome.Received.At(0.95),
        ReceivedP99Ms = outcome.Received.At(0.99),
    };

    /// <summary>The same figures with what the deliveries took.</summary>
    public Figures With(Spending spending) => this with
    {
        DeliveriesPerSecond = spending.DeliveriesPerSecond,
        ProcessCpuUsPerDelivery = spending.CpuMicroseconds / spending.Deliveries,
        ReceiverCpuUsPerDelivery = spending.ReceiverCpuMicroseconds / spending.Deliveries,
        AllocatedBytesPerDelivery = spending.AllocatedBytes / spending.Deliveries,
        PeakMemoryMb = ResourceMeter.PeakMegabytes,
    };
}
