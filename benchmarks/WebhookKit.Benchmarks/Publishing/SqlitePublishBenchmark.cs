using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;

namespace WebhookKit.Benchmarks.Publishing;

/// <summary>Publishing one event to SQLite, beside committing one row.</summary>
[MemoryDiagnoser]
public class SqlitePublishBenchmark : IDisposable
{
    private readonly OutgoingEvent _outgoing = new() { Type = BenchmarkStore.EventType, Payload = new byte[1024] };
    private readonly byte[] _value = new byte[1024];
    private BenchmarkStore _store = null!;
    private BareTable _table = null!;

    [Params(1, 5)]
    public int FanOut { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _store = BenchmarkStore.Sqlite(FanOut);
        _table = new BareTable(_store.ConnectionString);
    }

    [Benchmark(Baseline = true)]
    public void BareInsert() => _table.Insert(rows: 1, _value);

    [Benchmark]
    public Task<PublishReceipt> OwnTransaction() => _store.Publisher.PublishAsync(_outgoing);

    [Benchmark]
    public async Task<PublishReceipt> HostTransaction()
    {
        await using var transaction = _table.Connection.BeginTransaction();
        var receipt = await _store.Publisher.PublishAsync(_outgoing, transaction);
        await transaction.CommitAsync();
        return receipt;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _table.Dispose();
        _store.Dispose();
    }
}
