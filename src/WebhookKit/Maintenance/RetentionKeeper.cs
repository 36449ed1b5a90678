using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Maintenance;

/// <summary>
/// Removes old history in small steps, so that no step holds the database up. What is old is judged by the store's clock: one of an
/// instance that is years ahead would remove everything.
/// </summary>
internal sealed partial class RetentionKeeper : IEnginePart
{
    private static readonly TimeSpan PauseBetweenSteps = TimeSpan.FromMilliseconds(200);

    private readonly IRetentionStore _store;
    private readonly RetentionOptions _options;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionKeeper> _logger;
    private readonly EngineLoop _loop;

    public RetentionKeeper(
        IRetentionStore store, StoreClock storeClock, IOptions<RetentionOptions> options, TimeProvider clock, WebhookMetrics metrics, ILogger<RetentionKeeper> logger)
    {
        _store = store;
        _storeClock = storeClock;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _loop = new EngineLoop("retention", TurnAsync, clock, metrics, logger);
    }

    public void Start() => _loop.Start();

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _storeClock.FirstReading.WaitAsync(stopping).ConfigureAwait(false);
        var removed = await PurgeAsync(stopping).ConfigureAwait(false);
        if (removed > 0)
        {
            Log.Purged(_logger, removed);
        }

        await Task.Delay(_options.Every, _clock, stopping).ConfigureAwait(false);
    }

    private async Task<int> PurgeAsync(CancellationToken stopping)
    {
        var now = _storeClock.Now;
        var request = new PurgeRequest
        {
            EndedBefore = now - _options.KeepEndedFor,
            DeadBefore = now - _options.KeepDeadLettersFor,
            Limit = _options.BatchSize,
        };

        var removed = 0;
        while (true)
        {
            var result = await _store.PurgeAsync(request, stopping).ConfigureAwait(false);
            removed += result.Deliveries;
            if (!result.HasMore)
            {
                return removed;
            }

            await Task.Delay(PauseBetweenSteps, _clock, stopping).ConfigureAwait(false);
        }
    }
}
