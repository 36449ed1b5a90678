using System.Data.Common;
using BenchmarkDotNet.Attributes;
using WebhookKit.Benchmarks.Stores;

namespace WebhookKit.Benchmarks.Publishing;

/// <summary>Publishing one event to a database, beside committing one row.</summary>
[MemoryDiagnoser]
public class PublishBenchmark
{
    private readonly OutgoingEvent _outgoing = new() { Type = BenchmarkStore.EventType, Payload = new byte[1024] };
    private readonly byte[] _value = new byte[1024];
    private BenchmarkStore _store = null!;
    private DbConnection _host = null!;
    private IBareTable _table = null!;

    [Params(StoreKind.Sqlite, StoreKind.Postgres)]
    public StoreKind Store { get; set; }

    [Params(1, 5)]
    public int FanOut { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _store = await BenchmarkStore.CreateAsync(Store, FanOut);
        _table = _store.Place.CreateTable();
        _host = _store.Place.Connect();
        await _host.OpenAsync();
    }

    [Benchmark(Baseline = true)]
    public Task BareInsert() => _table.InsertAsync(rows: 1, _value);

    [Benchmark]
    public Task<PublishReceipt> OwnTransaction() => _store.Publisher.PublishAsync(_outgoing);

    [Benchmark]
    public async Task<PublishReceipt> HostTransaction()
    {
        await using var transaction = await _host.BeginTransactionAsync();
        var receipt = await _store.Publisher.PublishAsync(_outgoing, transaction);
        await transaction.CommitAsync();
        return receipt;
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _host.DisposeAsync();
        _table.Dispose();
        await _store.DisposeAsync();
    }
}
