using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Storage;

namespace WebhookKit.Leasing;

/// <summary>Renews this instance's leases, takes its fair share, and hands over what is too much once it is drained.</summary>
internal sealed partial class LeaseKeeper : IEnginePart
{
    private static readonly TimeSpan DrainCheckEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SkewWorthSaying = TimeSpan.FromSeconds(30);

    private readonly ILeaseStore _store;
    private readonly OwnedPartitions _owned;
    private readonly LeaseOptions _options;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly EngineVitals _vitals;
    private readonly ILogger<LeaseKeeper> _logger;
    private readonly EngineLoop _loop;
    private readonly string _instanceId;
    private long? _lastAsked;
    private bool _mayTakeLate;
    private int _ownedCount = -1;
    private bool _saidSkew;

    public LeaseKeeper(
        ILeaseStore store,
        OwnedPartitions owned,
        StoreClock storeClock,
        IOptions<LeaseOptions> options,
        TimeProvider clock,
        WebhookMetrics metrics,
        EngineVitals vitals,
        ILogger<LeaseKeeper> logger)
    {
        _store = store;
        _owned = owned;
        _storeClock = storeClock;
        _options = options.Value;
        _clock = clock;
        _vitals = vitals;
        _logger = logger;
        _instanceId = $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

        // After a short outage there is still time to renew, unless it is slept through. After a long one whoever is back first
        // takes only what is free until its next renewal, and the others must have come by then.
        _loop = new EngineLoop("lease", TurnAsync, clock, metrics, logger) { LongestPause = _options.RenewEvery / 2 };
    }

    public void Start()
    {
        _vitals.Started(Overdue);
        _loop.Start();
    }

    public async Task StopAsync(CancellationToken deadline)
    {
        _vitals.Stopped();
        await _loop.StopAsync().ConfigureAwait(false);
        try
        {
            // The hosting deadline may have passed while requests drained; giving back is worth a moment of its own.
            using var moment = new CancellationTokenSource(_options.RenewEvery, _clock);
            var release = new LeaseRelease { InstanceId = _instanceId, Partitions = [.. Enumerable.Range(0, EndpointId.PartitionCount)], IsLeaving = true };
            await _store.ReleaseAsync(release, moment.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebhookStoreException or OperationCanceledException)
        {
            Log.ReleaseFailed(_logger, exception);
        }

        _owned.Apply([], EndpointId.PartitionCount, long.MinValue);
    }

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        // Measured from before the question: the store's answer can only make the lease longer than we think.
        var asked = _clock.GetTimestamp();
        var renewal = new LeaseRenewal { InstanceId = _instanceId, Duration = _options.Duration, MayTakeLate = _mayTakeLate };
        var grant = await _store.RenewAsync(renewal, stopping).ConfigureAwait(false);
        var answered = _clock.GetTimestamp();
        _storeClock.Set(grant.StoreTime, asked, answered);
        Apply(grant, asked);

        // Held back once, to give the others time: an instance that is always late must get to take what the dead have left.
        _mayTakeLate = !_mayTakeLate && _lastAsked is { } last && _clock.GetElapsedTime(last, answered) > renewal.Duration - renewal.LateBelow;
        _lastAsked = asked;

        // At least once for each renewal, however long that took: whoever joins waits for its share.
        var renewAt = asked + Ticks(_options.RenewEvery);
        await ReleaseDrainedAsync(stopping).ConfigureAwait(false);
        while (_owned.IsDraining && _clock.GetTimestamp() < renewAt)
        {
            await Task.Delay(DrainCheckEvery, _clock, stopping).ConfigureAwait(false);
            await ReleaseDrainedAsync(stopping).ConfigureAwait(false);
        }

        var rest = _clock.GetElapsedTime(_clock.GetTimestamp(), renewAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, _clock, stopping).ConfigureAwait(false);
        }
    }

    private void Apply(LeaseGrant grant, long asked)
    {
        // A tenth is kept back for clocks that run at different speeds.
        var lost = _owned.Apply(grant.Leases, grant.FairShare, asked + Ticks(_options.Duration * 0.9));
        if (lost > 0)
        {
            Log.PartitionsLost(_logger, lost);
        }

        if (grant.Leases.Count != _ownedCount)
        {
            _ownedCount = grant.Leases.Count;
            Log.PartitionsChanged(_logger, _ownedCount, EndpointId.PartitionCount, grant.LiveInstances);
        }

        var ahead = _clock.GetUtcNow() - _storeClock.Now;
        _vitals.Renewed(grant.Leases.Count, ahead, Overdue);
        var skew = ahead.Duration();
        if (skew > SkewWorthSaying && !_saidSkew)
        {
            Log.ClockSkew(_logger, skew);
        }

        _saidSkew = skew > SkewWorthSaying;
    }

    private async Task ReleaseDrainedAsync(CancellationToken stopping)
    {
        var drained = _owned.TakeDrained();
        if (drained.Count > 0)
        {
            await _store.ReleaseAsync(new LeaseRelease { InstanceId = _instanceId, Partitions = drained }, stopping).ConfigureAwait(false);
        }
    }

    // One renewal may fail and be tried again before anybody needs to know.
    private TimeSpan Overdue => _options.RenewEvery * 2;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
