using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;
using WebhookKit.Storage;

namespace WebhookKit.Benchmarks.Dispatching;

/// <summary>Reading the heads of a hundred lanes out of a backlog, ten deliveries each, beside reading as many rows.</summary>
[MemoryDiagnoser]
public class ReadLanesBenchmark : IDisposable
{
    private const int Lanes = 100;
    private const int Room = 10;
    private const int EventsQueued = 200;
    private const int PayloadBytes = 1024;

    private BenchmarkStore _sqlite = null!;
    private BenchmarkStore _memory = null!;
    private BareTable _table = null!;
    private LaneRead _sqliteRead = null!;
    private LaneRead _memoryRead = null!;

    [GlobalSetup]
    public void Setup()
    {
        (_sqlite, _sqliteRead) = WithBacklog(BenchmarkStore.Sqlite(Lanes));
        (_memory, _memoryRead) = WithBacklog(BenchmarkStore.InMemory(Lanes));
        _table = new BareTable(_sqlite.ConnectionString);
        _table.Insert(Lanes * EventsQueued, new byte[50]);
    }

    [Benchmark(Baseline = true)]
    public long BareSelect() => _table.Read(Lanes * Room);

    [Benchmark]
    public async Task<LaneReadResult> Sqlite() => await _sqlite.Deliveries.ReadLanesAsync(_sqliteRead);

    [Benchmark]
    public async Task<LaneReadResult> InMemory() => await _memory.Deliveries.ReadLanesAsync(_memoryRead);

    [GlobalCleanup]
    public void Dispose()
    {
        _table.Dispose();
        _sqlite.Dispose();
        _memory.Dispose();
    }

    private static (BenchmarkStore Store, LaneRead Read) WithBacklog(BenchmarkStore store)
    {
        store.Queue(EventsQueued, PayloadBytes);
        var read = new LaneRead
        {
            Lanes = [.. store.Endpoints.Select(endpoint => new LaneRequest { Endpoint = endpoint, Room = Room })],
            Now = DateTimeOffset.UtcNow.AddMinutes(1),
        };
        return (store, read);
    }
}
