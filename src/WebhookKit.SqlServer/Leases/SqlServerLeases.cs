using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Leases;

internal sealed class SqlServerLeases(SqlServerDatabase database) : ILeaseStore
{
    private readonly LeaseSql _sql = new(database.Tables);

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(renewal);

        return database.RunAsync((session, token) => RenewAsync(session, renewal, token), cancellationToken);
    }

    public async ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);

        await database.RunAsync(
            async (session, token) =>
            {
                var partitions = release.Partitions.Distinct().Select(partition => (long)partition);
                var values = Named(release.InstanceId).Rows("@partitions", database.Tables.IdRows, IdRows.Of(partitions));
                await session.ExecuteAsync(_sql.Release, values, token).ConfigureAwait(false);
                return release.IsLeaving
                    ? await session.ExecuteAsync(_sql.Forget, Named(release.InstanceId), token).ConfigureAwait(false)
                    : 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (session, token) =>
            {
                var rows = await session.QueryAsync<(DateTime Now, string? Holder)>(_sql.FindHolder, new SqlValues().Int("@partition", partition), token).ConfigureAwait(false);
                return new LeaseHolder { InstanceId = rows[0].Holder, StoreTime = UtcTime.ToMoment(rows[0].Now) };
            },
            cancellationToken);

    private async Task<LeaseGrant> RenewAsync(SqlSession session, LeaseRenewal renewal, CancellationToken cancellationToken)
    {
        var values = Named(renewal.InstanceId)
            .Int("@milliseconds", (int)Math.Ceiling(renewal.Duration.TotalMilliseconds))
            .Int("@lateMilliseconds", (int)renewal.LateBelow.TotalMilliseconds)
            .Flag("@mayTakeLate", renewal.MayTakeLate);
        var results = await session.QueryMultipleAsync(_sql.Renew, values, cancellationToken).ConfigureAwait(false);
        await using var resultsDisposal = results.ConfigureAwait(false);
        var (now, live) = await results.ReadSingleAsync<(DateTime Now, int Live)>().ConfigureAwait(false);
        var leases = await results.ReadAsync<(int Partition, long Epoch)>().ConfigureAwait(false);

        return new LeaseGrant
        {
            Leases = [.. leases.Select(lease => new PartitionLease(lease.Partition, lease.Epoch))],
            FairShare = (EndpointId.PartitionCount + live - 1) / live,
            LiveInstances = live,
            StoreTime = UtcTime.ToMoment(now),
        };
    }

    private static SqlValues Named(string instance) => new SqlValues().Text("@instance", instance, SqlValues.NameSize);
}
