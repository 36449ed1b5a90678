using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>A real store with faults thrown in.</summary>
internal sealed class FaultyDeliveryStore(IDeliveryStore store) : IDeliveryStore
{
    private int _failures;
    private int _rowsRead;
    private int _rowsBlocked;

    /// <summary>What a read throws; null from it for one that works.</summary>
    public Func<LaneRead, Exception?>? FailReading { get; set; }

    /// <summary>What recording throws.</summary>
    public Func<Exception>? FailRecording { get; set; }

    /// <summary>Which outcomes the database refuses for good.</summary>
    public Func<DeliveryOutcome, bool>? Refuses { get; set; }

    /// <summary>What happens between the read and its answer.</summary>
    public Func<LaneRead, Task>? BeforeAnswering { get; set; }

    /// <summary>Which events are missing where their deliveries are still queued.</summary>
    public Func<WebhookEvent, bool>? Misses { get; set; }

    /// <summary>How many rows were read that waited for others, each time.</summary>
    public int RowsBlocked => Volatile.Read(ref _rowsBlocked);

    /// <summary>How many calls have failed.</summary>
    public int Failures => Volatile.Read(ref _failures);

    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default) =>
        store.FindLanesAsync(search, cancellationToken);

    public async ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        if (FailReading?.Invoke(read) is { } failure)
        {
            Interlocked.Increment(ref _failures);
            throw failure;
        }

        var result = await store.ReadLanesAsync(read, cancellationToken);
        if (BeforeAnswering is { } wait)
        {
            await wait(read);
        }

        Interlocked.Add(ref _rowsRead, result.Lanes.Sum(lane => lane.Due.Count));
        Interlocked.Add(ref _rowsBlocked, result.Lanes.Sum(lane => lane.Blocked.Count));
        return Misses is { } misses
            ? new LaneReadResult { Lanes = result.Lanes, Events = result.Events.Where(pair => !misses(pair.Value)).ToDictionary() }
            : result;
    }

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        if (FailRecording is { } fault)
        {
            Interlocked.Increment(ref _failures);
            throw fault();
        }

        if (Refuses is { } refuses && batch.Outcomes.Any(refuses))
        {
            Interlocked.Increment(ref _failures);
            throw new WebhookStoreException("Such an outcome cannot be stored.", isTransient: false);
        }

        return store.RecordAsync(batch, cancellationToken);
    }

    public ValueTask PostponeAsync(IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        store.PostponeAsync(deliveries, until, cancellationToken);

    public ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default) =>
        store.CoalesceAsync(request, cancellationToken);

    /// <summary>Waits for so many more faults.</summary>
    public Task WaitForFailuresAsync(int count)
    {
        var target = Volatile.Read(ref _failures) + count;
        return EngineHost.WaitAsync(() => Volatile.Read(ref _failures) >= target);
    }

    /// <summary>Waits until so many deliveries have been read, counted from the start.</summary>
    public Task WaitForRowsAsync(int count) => EngineHost.WaitAsync(() => Volatile.Read(ref _rowsRead) >= count);
}
