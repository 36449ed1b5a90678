using WebhookKit.LoadTest.Measuring;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>What was measured; null where a scenario does not measure it. The names in JSON are these, in snake_case.</summary>
internal sealed record Figures
{
    public double? DeliveriesPerSecond { get; init; }

    public double? BarePostsPerSecond { get; init; }

    public double? BareCpuUsPerPost { get; init; }

    public double? BareAllocatedBytesPerPost { get; init; }

    /// <summary>What the scenario compares: ours to what it says it is beside.</summary>
    public double? Ratio { get; init; }

    public int Lost { get; init; }

    public int Duplicates { get; init; }

    /// <summary>Lanes keep no order unless asked to: this is for information.</summary>
    public int? OutOfOrder { get; init; }

    public double? PublishP50Ms { get; init; }

    public double? PublishP90Ms { get; init; }

    public double? PublishP99Ms { get; init; }

    public double? BareInsertP50Ms { get; init; }

    public double? BareInsertP99Ms { get; init; }

    public double? ReceivedP50Ms { get; init; }

    public double? ReceivedP90Ms { get; init; }

    public double? ReceivedP95Ms { get; init; }

    public double? ReceivedP99Ms { get; init; }

    public double? ProcessCpuUsPerDelivery { get; init; }

    /// <summary>Of a database server; SQLite works in our own process and is counted there.</summary>
    public double? DatabaseCpuUsPerDelivery { get; init; }

    public double? ReceiverCpuUsPerDelivery { get; init; }

    /// <summary>With publishing.</summary>
    public double? WholeLifeProcessCpuUsPerDelivery { get; init; }

    /// <summary>With publishing.</summary>
    public double? WholeLifeDatabaseCpuUsPerDelivery { get; init; }

    public double? AllocatedBytesPerDelivery { get; init; }

    public double? WalBytesPerDelivery { get; init; }

    public double? DatabaseBytesPerDelivery { get; init; }

    public double? PeakMemoryMb { get; init; }

    /// <summary>CPU of our process while nothing happens, in percent of one core.</summary>
    public double? IdleCpuPercent { get; init; }

    public double? IdleDatabaseCpuPercent { get; init; }

    public double? StatementsPerSecond { get; init; }

    /// <summary>Figures of latency alone.</summary>
    public static Figures OfLatency(Latencies publish, Reconciliation outcome) => new()
    {
        Lost = outcome.Lost,
        Duplicates = outcome.Duplicates,
        OutOfOrder = outcome.OutOfOrder,
        PublishP50Ms = publish.At(0.5),
        PublishP90Ms = publish.At(0.9),
        PublishP99Ms = publish.At(0.99),
        ReceivedP50Ms = outcome.Received.At(0.5),
        ReceivedP90Ms = outcome.Received.At(0.9),
        ReceivedP95Ms = outcome.Received.At(0.95),
        ReceivedP99Ms = outcome.Received.At(0.99),
    };
}
