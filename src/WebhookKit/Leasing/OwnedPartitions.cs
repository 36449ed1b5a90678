using WebhookKit.Diagnostics;
using WebhookKit.Storage;

namespace WebhookKit.Leasing;

/// <summary>
/// Which partitions this instance owns, until when it can be sure of it by its own monotonic clock, and how many
/// deliveries of each are under way.
/// </summary>
internal sealed class OwnedPartitions(TimeProvider clock, WebhookMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly long?[] _epochs = new long?[EndpointId.PartitionCount];
    private readonly bool[] _draining = new bool[EndpointId.PartitionCount];
    private readonly int[] _underWay = new int[EndpointId.PartitionCount];
    private long _sureUntil = long.MinValue;

    /// <summary>
    /// Raised after the leases that may be worked under have changed, or can be relied on again after a while in which they
    /// could not. Handlers must be quick.
    /// </summary>
    public event Action? Changed;

    /// <summary>
    /// Begins work on a delivery that was read under a lease, if this instance is sure that it still has that very lease.
    /// What was read before the partition changed hands may have been delivered by somebody else since.
    /// </summary>
    public bool TryEnter(PartitionLease lease)
    {
        lock (_gate)
        {
            if (!IsWorkable(lease.Partition) || _epochs[lease.Partition] != lease.Epoch || clock.GetTimestamp() >= _sureUntil)
            {
                return false;
            }

            _underWay[lease.Partition]++;
            return true;
        }
    }

    /// <summary>Ends work on a delivery: its outcome is recorded, or will never be.</summary>
    public void Leave(int partition)
    {
        lock (_gate)
        {
            _underWay[partition]--;
        }
    }

    /// <summary>The lease on a partition whose deliveries may be read; null where they may not.</summary>
    public PartitionLease? LeaseOn(int partition)
    {
        lock (_gate)
        {
            return WorkableLease(partition);
        }
    }

    /// <summary>Whether this instance is sure that it still has a lease, also one that it is about to give up.</summary>
    public bool Holds(PartitionLease lease)
    {
        lock (_gate)
        {
            return _epochs[lease.Partition] == lease.Epoch && clock.GetTimestamp() < _sureUntil;
        }
    }

    /// <summary>Whether a lease has passed to somebody else, or was given up.</summary>
    public bool HasLost(PartitionLease lease)
    {
        lock (_gate)
        {
            return _epochs[lease.Partition] != lease.Epoch;
        }
    }

    /// <summary>The partitions whose deliveries may be read.</summary>
    public IReadOnlyList<int> List()
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, EndpointId.PartitionCount).Where(IsWorkable)];
        }
    }

    /// <summary>Takes over what the store granted.</summary>
    /// <param name="leases">Every partition owned now.</param>
    /// <param name="fairShare">How many to keep; the rest is drained.</param>
    /// <param name="sureUntil">A timestamp of the clock.</param>
    /// <returns>How many were lost without having been given up.</returns>
    public int Apply(IReadOnlyList<PartitionLease> leases, int fairShare, long sureUntil)
    {
        var lost = 0;
        bool changed;
        lock (_gate)
        {
            var granted = leases.ToDictionary(lease => lease.Partition, lease => lease.Epoch);
            var before = Enumerable.Range(0, EndpointId.PartitionCount).Select(WorkableLease).ToArray();
            var ownedBefore = _epochs.Count(epoch => epoch is not null);

            for (var partition = 0; partition < EndpointId.PartitionCount; partition++)
            {
                var owned = granted.TryGetValue(partition, out var epoch);
                if (!owned && _epochs[partition] is not null && !_draining[partition])
                {
                    lost++;
                }

                _epochs[partition] = owned ? epoch : null;
                _draining[partition] &= owned;
            }

            Balance(fairShare);
            var wasUnsure = clock.GetTimestamp() >= _sureUntil;
            _sureUntil = sureUntil;
            changed = wasUnsure || Enumerable.Range(0, EndpointId.PartitionCount).Any(partition => before[partition] != WorkableLease(partition));
            metrics.PartitionsChanged(granted.Count - ownedBefore);
        }

        if (changed)
        {
            Changed?.Invoke();
        }

        return lost;
    }

    /// <summary>Takes the partitions that are to be given up and have nothing under way. They are no longer owned.</summary>
    public IReadOnlyList<int> TakeDrained()
    {
        lock (_gate)
        {
            int[] drained = [.. Enumerable.Range(0, EndpointId.PartitionCount).Where(partition => _draining[partition] && _underWay[partition] == 0)];
            foreach (var partition in drained)
            {
                _epochs[partition] = null;
                _draining[partition] = false;
            }

            metrics.PartitionsChanged(-drained.Length);
            return drained;
        }
    }

    /// <summary>Whether partitions wait to be given up.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_gate)
            {
                return _draining.Contains(true);
            }
        }
    }

    private PartitionLease? WorkableLease(int partition) =>
        IsWorkable(partition) ? new PartitionLease(partition, _epochs[partition].GetValueOrDefault()) : null;

    private bool IsWorkable(int partition) => _epochs[partition] is not null && !_draining[partition];

    // The highest partitions go first. One on its way out stays so until it is given back: its lanes are gone from memory while
    // their requests are under way, and only a new epoch tells those from what is read afterwards.
    private void Balance(int fairShare)
    {
        var keep = fairShare;
        for (var partition = 0; partition < EndpointId.PartitionCount; partition++)
        {
            if (_epochs[partition] is not null && !_draining[partition])
            {
                _draining[partition] = keep-- <= 0;
            }
        }
    }
}
