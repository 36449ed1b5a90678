using System.Diagnostics;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Receiving;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>Measures what everybody spends from its start on.</summary>
internal sealed class Meter : IAsyncDisposable
{
    private readonly IReceiver _receiver;
    private readonly ILoadDatabase _database;
    private readonly Func<TimeSpan> _cpu;
    private readonly DatabaseReading _before;
    private readonly (long Timestamp, TimeSpan Cpu, TimeSpan ReceiverCpu, long Allocated) _start;
    private readonly PeakMemory _memory;

    private Meter(IReceiver receiver, ILoadDatabase database, Func<TimeSpan> cpu, Func<long> workingSet, DatabaseReading before)
    {
        (_receiver, _database, _cpu, _before) = (receiver, database, cpu, before);
        _memory = new PeakMemory(workingSet);
        _start = (Stopwatch.GetTimestamp(), cpu(), receiver.CpuTime, GC.GetTotalAllocatedBytes());
    }

    /// <param name="receiver">The receiver.</param>
    /// <param name="database">The database.</param>
    /// <param name="cpu">The CPU time so far of whatever delivers; null for this process alone.</param>
    /// <param name="workingSet">The memory of whatever delivers; null for this process.</param>
    public static async Task<Meter> StartAsync(IReceiver receiver, ILoadDatabase database, Func<TimeSpan>? cpu = null, Func<long>? workingSet = null)
    {
        // What the phase before has left behind is not this one's memory.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new Meter(
            receiver, database, cpu ?? (() => Environment.CpuUsage.TotalTime), workingSet ?? (() => Environment.WorkingSet), await database.ReadAsync());
    }

    public async Task<Spending> ReadAsync()
    {
        var (elapsed, cpu, receiver) = (Stopwatch.GetElapsedTime(_start.Timestamp), _cpu() - _start.Cpu, _receiver.CpuTime - _start.ReceiverCpu);
        var allocated = GC.GetTotalAllocatedBytes() - _start.Allocated;
        return new Spending(elapsed, cpu, receiver, allocated, _memory.Megabytes, (await _database.ReadAsync()).Since(_before));
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();
}
