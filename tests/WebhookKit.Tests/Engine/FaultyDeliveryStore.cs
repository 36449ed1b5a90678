using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>A real store with faults thrown in.</summary>
internal sealed class FaultyDeliveryStore(IDeliveryStore store) : IDeliveryStore
{
    private int _failures;

    public Func<Exception>? FailReading { get; set; }

    public Func<Exception>? FailRecording { get; set; }

    /// <summary>Which outcomes the database refuses for good.</summary>
    public Func<DeliveryOutcome, bool>? Refuses { get; set; }

    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default) =>
        store.FindLanesAsync(search, cancellationToken);

    public ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        ThrowIf(FailReading);
        return store.ReadLanesAsync(read, cancellationToken);
    }

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        ThrowIf(FailRecording);
        if (Refuses is { } refuses && batch.Outcomes.Any(refuses))
        {
            throw new WebhookStoreException("Such text cannot be stored.", isTransient: false);
        }

        return store.RecordAsync(batch, cancellationToken);
    }

    /// <summary>Waits for so many more faults.</summary>
    public async Task WaitForFailuresAsync(int count)
    {
        var target = Volatile.Read(ref _failures) + count;
        var deadline = DateTime.UtcNow + EngineHost.Patience;
        while (Volatile.Read(ref _failures) < target)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The store was not asked often enough.");
            await Task.Delay(10);
        }
    }

    private void ThrowIf(Func<Exception>? fault)
    {
        if (fault is not null)
        {
            Interlocked.Increment(ref _failures);
            throw fault();
        }
    }
}
