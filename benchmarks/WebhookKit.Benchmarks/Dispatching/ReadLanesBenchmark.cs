using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Dispatching;

/// <summary>Reading the heads of a hundred lanes out of a backlog, ten deliveries each, beside reading as many rows.</summary>
[MemoryDiagnoser]
public class ReadLanesBenchmark
{
    private const int Lanes = 100;
    private const int Room = 10;
    private const int EventsQueued = 200;
    private const int PayloadBytes = 1024;

    private BenchmarkStore _store = null!;
    private IBareTable _table = null!;
    private LaneRead _read = null!;

    [ParamsAllValues]
    public StoreKind Store { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _store = await BenchmarkStore.CreateAsync(Store, Lanes);
        await _store.QueueAsync(EventsQueued, PayloadBytes);
        _read = new LaneRead
        {
            Lanes = [.. _store.Endpoints.Select(endpoint => new LaneRequest { Endpoint = endpoint, Room = Room })],
            Now = DateTimeOffset.UtcNow.AddMinutes(1),
        };
        _table = _store.Place.CreateTable();
        await _table.InsertAsync(Lanes * EventsQueued, new byte[50]);
    }

    [Benchmark(Baseline = true)]
    public Task<long> BareSelect() => _table.ReadAsync(Lanes * Room);

    [Benchmark]
    public async Task<LaneReadResult> ReadLanes() => await _store.Deliveries.ReadLanesAsync(_read);

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _table.Dispose();
        await _store.DisposeAsync();
    }
}
