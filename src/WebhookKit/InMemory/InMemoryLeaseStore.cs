using WebhookKit.Storage;

namespace WebhookKit.InMemory;

/// <summary>Leases by the clock that the engine has too; nothing here is shared with the other seams.</summary>
internal sealed class InMemoryLeaseStore(TimeProvider timeProvider) : ILeaseStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _liveUntil = [];
    private readonly Lease[] _leases = new Lease[EndpointId.PartitionCount];

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(renewal);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LeaseGrant>(cancellationToken);
        }

        lock (_gate)
        {
            return ValueTask.FromResult(Renew(renewal, timeProvider.GetUtcNow()));
        }
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        lock (_gate)
        {
            foreach (var partition in release.Partitions.Where(partition => _leases[partition].Owner == release.InstanceId))
            {
                _leases[partition] = _leases[partition] with { Owner = null };
            }

            if (release.IsLeaving)
            {
                _liveUntil.Remove(release.InstanceId);
            }

            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LeaseHolder>(cancellationToken);
        }

        lock (_gate)
        {
            var now = timeProvider.GetUtcNow();
            var lease = _leases[partition];
            return ValueTask.FromResult(new LeaseHolder { InstanceId = lease.ExpiresAt > now ? lease.Owner : null, StoreTime = now });
        }
    }

    private LeaseGrant Renew(LeaseRenewal renewal, DateTimeOffset now)
    {
        var instance = renewal.InstanceId;
        var expiresAt = now + renewal.Duration;
        var isOnTime = _liveUntil.TryGetValue(instance, out var liveUntil) && liveUntil >= now + renewal.LateBelow;
        foreach (var gone in _liveUntil.Where(live => live.Value <= now).Select(live => live.Key).ToArray())
        {
            _liveUntil.Remove(gone);
        }

        _liveUntil[instance] = expiresAt;
        var fairShare = (EndpointId.PartitionCount + _liveUntil.Count - 1) / _liveUntil.Count;

        var owned = Prolong(instance, expiresAt);
        Take(instance, fairShare - owned, isOnTime || renewal.MayTakeLate, now, expiresAt);

        return new LeaseGrant
        {
            Leases = [.. _leases.Index().Where(lease => lease.Item.Owner == instance).Select(lease => new PartitionLease(lease.Index, lease.Item.Epoch))],
            FairShare = fairShare,
            LiveInstances = _liveUntil.Count,
            StoreTime = now,
        };
    }

    // An expired lease that nobody took is prolonged as well: no other instance had the partition in between.
    private int Prolong(string instance, DateTimeOffset expiresAt)
    {
        var owned = 0;
        for (var partition = 0; partition < _leases.Length; partition++)
        {
            if (_leases[partition].Owner == instance)
            {
                _leases[partition] = _leases[partition] with { ExpiresAt = expiresAt };
                owned++;
            }
        }

        return owned;
    }

    private void Take(string instance, int wanted, bool mayTakeExpired, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        for (var partition = 0; partition < _leases.Length && wanted > 0; partition++)
        {
            var lease = _leases[partition];
            if (lease.Owner is null || (mayTakeExpired && lease.ExpiresAt <= now))
            {
                _leases[partition] = new Lease(instance, lease.Epoch + 1, expiresAt);
                wanted--;
            }
        }
    }

    private readonly record struct Lease(string? Owner, long Epoch, DateTimeOffset ExpiresAt);
}
