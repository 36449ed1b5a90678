using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;

namespace WebhookKit.Benchmarks.Publishing;

/// <summary>Publishing one event to memory: what publishing costs without a database. Rounds are short, because memory only fills.</summary>
[MemoryDiagnoser]
[InvocationCount(InvocationsPerRound)]
public class InMemoryPublishBenchmark
{
    private const int InvocationsPerRound = 8192;
    private readonly OutgoingEvent _outgoing = new() { Type = BenchmarkStore.EventType, Payload = new byte[1024] };
    private readonly OutgoingEvent _unheard = new() { Type = "order.ignored", Payload = new byte[1024] };
    private BenchmarkStore _store = null!;

    [IterationSetup]
    public void Setup() => _store = BenchmarkStore.CreateAsync(StoreKind.Memory, endpoints: 5).GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public Task<PublishReceipt> ToNobody() => _store.Publisher.PublishAsync(_unheard);

    [Benchmark]
    public Task<PublishReceipt> ToFive() => _store.Publisher.PublishAsync(_outgoing);

    [IterationCleanup]
    public void Cleanup() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
