using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>The same phase over several rounds: all latencies together, the median of the rates.</summary>
internal sealed class PhaseSum
{
    private readonly List<PhaseResult> _results = [];

    public void Add(PhaseResult result) => _results.Add(result);

    public Figures ToFigures()
    {
        var publish = Latencies.Together(_results.Select(result => result.Publish));
        var outcome = Reconciliation.Together(_results.Select(result => result.Outcome));
        return Figures.OfLatency(publish, outcome) with { DeliveriesPerSecond = Medians.Of(_results.Select(result => result.DeliveriesPerSecond)) };
    }
}
