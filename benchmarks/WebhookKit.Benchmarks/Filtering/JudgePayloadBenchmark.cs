using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WebhookKit.Filtering;

namespace WebhookKit.Benchmarks.Filtering;

/// <summary>What a filter costs each delivery, beside reading its payload into a document.</summary>
[MemoryDiagnoser]
public class JudgePayloadBenchmark
{
    private readonly CompiledFilter _filter =
        FilterParser.Parse("""{"total":{"$gte":100},"status":{"$in":["paid","shipped"]},"lines.sku":{"$startsWith":"A"}}""", out _)!;

    private byte[] _payload = [];

    /// <summary>About a hundred bytes each.</summary>
    [Params(10, 1000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var lines = Enumerable.Range(0, Lines).Select(i => $$"""{"sku":"B-{{i}}","quantity":{{i}},"price":"12.50","description":"What it is, in a few words, for people."}""");
        _payload = Encoding.UTF8.GetBytes($$"""{"id":1,"lines":[{{string.Join(',', lines)}}],"status":"paid","total":120.5}""");
    }

    [Benchmark(Baseline = true)]
    public bool ParseOnly()
    {
        using var document = JsonDocument.Parse(_payload);
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    [Benchmark]
    public bool Judge() => _filter.Refuse(_payload) is null;
}
