using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Dispatching;

/// <summary>Recording a batch of five hundred successes, beside inserting as many rows in one transaction.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
public class RecordBenchmark : IDisposable
{
    private const int Batch = 500;
    private const int Lanes = 5;
    private const int PayloadBytes = 1024;

    private readonly byte[] _value = new byte[50];
    private BenchmarkStore _sqlite = null!;
    private BenchmarkStore _memory = null!;
    private BareTable _table = null!;
    private OutcomeBatch _sqliteBatch = null!;
    private OutcomeBatch _memoryBatch = null!;

    [GlobalSetup]
    public void Setup()
    {
        _sqlite = BenchmarkStore.Sqlite(Lanes);
        _memory = BenchmarkStore.InMemory(Lanes);
        _table = new BareTable(_sqlite.ConnectionString);
    }

    [IterationSetup]
    public void Queue()
    {
        _sqliteBatch = SuccessesFor(_sqlite);
        _memoryBatch = SuccessesFor(_memory);
    }

    [Benchmark(Baseline = true)]
    public void BareInserts() => _table.Insert(Batch, _value);

    [Benchmark]
    public async Task<RecordResult> Sqlite() => await _sqlite.Deliveries.RecordAsync(_sqliteBatch);

    [Benchmark]
    public async Task<RecordResult> InMemory() => await _memory.Deliveries.RecordAsync(_memoryBatch);

    [GlobalCleanup]
    public void Dispose()
    {
        _table.Dispose();
        _sqlite.Dispose();
        _memory.Dispose();
    }

    private static OutcomeBatch SuccessesFor(BenchmarkStore store) => new()
    {
        Outcomes = [.. store.Queue(Batch / Lanes, PayloadBytes).SelectMany(_ => store.Endpoints, (id, endpoint) => SuccessOf(new DeliveryId(id.Value, endpoint)))],
    };

    private static DeliveryOutcome SuccessOf(DeliveryId delivery) => new()
    {
        Delivery = delivery,
        Epoch = 1,
        Transition = DeliveryTransition.Succeed,
        At = DateTimeOffset.UtcNow,
        Attempt = new DeliveryAttempt
        {
            Number = 1,
            StartedAt = DateTimeOffset.UtcNow,
            Duration = TimeSpan.FromMilliseconds(12),
            Outcome = AttemptOutcome.Succeeded,
            StatusCode = 204,
        },
    };
}
