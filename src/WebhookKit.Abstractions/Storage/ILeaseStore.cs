namespace WebhookKit.Storage;

/// <summary>Shares the partitions out among live instances, and says the time that all of them go by.</summary>
/// <remarks>
/// Expiry goes by the store's clock alone: one clock for all processes, for a database its own. The engine never compares what the
/// store keeps with the wall clock of an instance.
/// </remarks>
public interface ILeaseStore
{
    /// <summary>
    /// Registers the instance as live for the time of the leases, prolongs every partition it owns, and takes partitions that are
    /// free or expired until it owns its fair share: <c>ceil(partitions / live instances)</c>.
    /// </summary>
    /// <remarks>
    /// Taking a partition raises its epoch; prolonging does not, and expired leases that nobody took are prolonged as well. An instance
    /// that owns more than its share keeps all of it: the caller drains and releases the rest. One that comes late or for the first time, by
    /// what <see cref="LeaseRenewal.MayTakeLate"/> says and by the store's clock, takes only what is free. At no moment do two
    /// instances hold an unexpired lease on one partition.
    /// </remarks>
    /// <param name="renewal">Who asks, and for how long.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default);

    /// <summary>Gives partitions back at once, so that others need not wait for their expiry.</summary>
    /// <param name="release">Which ones. Partitions that the instance does not own are passed over.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default);

    /// <summary>Reads who owns a partition now. Changes nothing.</summary>
    /// <param name="partition">From 0 to 63.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default);
}
