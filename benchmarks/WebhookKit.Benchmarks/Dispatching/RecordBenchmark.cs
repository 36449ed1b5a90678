using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Dispatching;

/// <summary>Recording a batch of five hundred successes, beside inserting as many rows in one transaction.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
public class RecordBenchmark
{
    private const int Batch = 500;
    private const int Lanes = 5;
    private const int PayloadBytes = 1024;

    private readonly byte[] _value = new byte[50];
    private BenchmarkStore _store = null!;
    private IBareTable _table = null!;
    private OutcomeBatch _batch = null!;

    [ParamsAllValues]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _store = await BenchmarkStore.CreateAsync(Store, Lanes);
        _table = _store.Place.CreateTable();
    }

    [IterationSetup]
    public void Queue()
    {
        var events = _store.QueueAsync(Batch / Lanes, PayloadBytes).GetAwaiter().GetResult();
        _batch = new OutcomeBatch
        {
            Outcomes = [.. events.SelectMany(_ => _store.Endpoints, (id, endpoint) => SuccessOf(new DeliveryId(id.Value, endpoint)))],
        };
    }

    [Benchmark(Baseline = true)]
    public Task BareInserts() => _table.InsertAsync(Batch, _value);

    [Benchmark]
    public async Task<RecordResult> Record() => await _store.Deliveries.RecordAsync(_batch);

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _table.Dispose();
        await _store.DisposeAsync();
    }

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
