using BenchmarkDotNet.Attributes;

namespace WebhookKit.Benchmarks.Publishing;

/// <summary>Finding out which subscriptions an event type matches, beside comparing two strings.</summary>
[MemoryDiagnoser]
public class MatchBenchmark
{
    private readonly string _eventType = "shop.order.line.created";
    private readonly string _same = string.Concat("shop.order.line.", "created");
    private readonly string _prefix = "shop.order.*";

    [Benchmark(Baseline = true)]
    public bool CompareOnly() => string.Equals(_eventType, _same, StringComparison.Ordinal);

    [Benchmark]
    public bool MatchesPrefix() => EventTypePattern.Matches(_prefix, _eventType);

    [Benchmark]
    public IReadOnlyList<string> AllPatterns() => EventTypePattern.PatternsFor(_eventType);
}
