using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Maintenance;

/// <summary>
/// Removes old history in small steps, so that no step holds the database up. What is old is judged by the store's clock: one of an
/// instance that is years ahead would remove everything. One instance removes for all: several would wait for each other's rows.
/// </summary>
internal sealed partial class RetentionKeeper : IEnginePart
{
    /// <summary>Whoever owns this partition is the one. Any would do.</summary>
    private const int Partition = 0;

    /// <summary>How soon to look again whether it is this one.</summary>
    private static readonly TimeSpan PauseOfOthers = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBetweenSteps = TimeSpan.FromMilliseconds(200);

    private readonly IRetentionStore _store;
    private readonly IJobStore _jobs;
    private readonly OwnedPartitions _owned;
    private readonly RetentionOptions _options;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionKeeper> _logger;
    private readonly EngineLoop _loop;

    public RetentionKeeper(
        IRetentionStore store,
        IJobStore jobs,
        OwnedPartitions owned,
        StoreClock storeClock,
        IOptions<RetentionOptions> options,
        TimeProvider clock,
        WebhookMetrics metrics,
        ILogger<RetentionKeeper> logger)
    {
        _store = store;
        _jobs = jobs;
        _owned = owned;
        _storeClock = storeClock;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _loop = new EngineLoop("retention", TurnAsync, clock, metrics, logger);
    }

    private bool IsItsTurn => _owned.LeaseOn(Partition) is not null;

    public void Start() => _loop.Start();

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _storeClock.FirstReading.WaitAsync(stopping).ConfigureAwait(false);
        if (!IsItsTurn)
        {
            await Task.Delay(PauseOfOthers, _clock, stopping).ConfigureAwait(false);
            return;
        }

        var removed = await PurgeAsync(stopping).ConfigureAwait(false);
        if (removed > 0)
        {
            Log.Purged(_logger, removed);
        }

        if (_options.KeepEndedFor is { } age)
        {
            await _jobs.PurgeAsync(new JobPurge { EndedBefore = _storeClock.Now - age, Limit = _options.BatchSize }, stopping).ConfigureAwait(false);
        }

        await Task.Delay(_options.Every, _clock, stopping).ConfigureAwait(false);
    }

    private async Task<int> PurgeAsync(CancellationToken stopping)
    {
        var now = _storeClock.Now;
        var removed = 0;
        for (Guid? from = Guid.Empty; from is not null && IsItsTurn;)
        {
            var request = new PurgeRequest
            {
                EndedBefore = now - _options.KeepEndedFor,
                DeadBefore = now - _options.KeepDeadLettersFor,
                Limit = _options.BatchSize,
                From = from.Value,
            };
            var result = await _store.PurgeAsync(request, stopping).ConfigureAwait(false);
            removed += result.Deliveries;
            from = result.Next;
            if (from is not null)
            {
                await Task.Delay(PauseBetweenSteps, _clock, stopping).ConfigureAwait(false);
            }
        }

        return removed;
    }
}
