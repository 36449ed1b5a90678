using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Leases;

internal sealed class SqliteLeases(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : ILeaseStore
{
    private const string Now = $"SELECT {SqliteTime.Now}";

    private readonly string _register = $"""
        INSERT INTO {database.Tables.Instances} (id, expires_at) VALUES ($instance, $expires_at)
        ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
        """;

    private readonly string _forgetDead = $"DELETE FROM {database.Tables.Instances} WHERE expires_at <= $now";

    private readonly string _forget = $"DELETE FROM {database.Tables.Instances} WHERE id = $instance";

    private readonly string _countLive = $"SELECT COUNT(*) FROM {database.Tables.Instances}";

    private readonly string _countOnTime = $"SELECT COUNT(*) FROM {database.Tables.Instances} WHERE id = $instance AND expires_at >= $late";

    private readonly string _prolong = $"UPDATE {database.Tables.Leases} SET expires_at = $expires_at WHERE instance = $instance";

    private readonly string _take = $"""
        UPDATE {database.Tables.Leases} SET instance = $instance, epoch = epoch + 1, expires_at = $expires_at
        WHERE partition IN (
            SELECT partition FROM {database.Tables.Leases}
            WHERE instance IS NULL OR ($may_take_expired AND expires_at <= $now)
            ORDER BY partition
            LIMIT $count)
        """;

    private readonly string _release = $"""
        UPDATE {database.Tables.Leases} SET instance = NULL, expires_at = 0
        WHERE instance = $instance AND partition IN (SELECT value FROM json_each($partitions))
        """;

    private readonly string _findHolder =
        $"SELECT instance FROM {database.Tables.Leases} WHERE partition = $partition AND expires_at > $now";

    private readonly string _list = $"SELECT partition, epoch FROM {database.Tables.Leases} WHERE instance = $instance ORDER BY partition";

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(renewal);

        return writer.WriteAsync(session => Renew(session, renewal), cancellationToken);
    }

    public async ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);

        var partitions = $"[{string.Join(',', release.Partitions)}]";
        await writer.WriteAsync(
            session =>
            {
                if (release.IsLeaving)
                {
                    session.Execute(_forget, ("$instance", release.InstanceId));
                }

                return session.Execute(_release, ("$instance", release.InstanceId), ("$partitions", partitions));
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) =>
        readers.ReadAsync(session => FindHolder(session, partition), cancellationToken);

    private LeaseHolder FindHolder(SqliteSession session, int partition)
    {
        var now = session.QueryNumber(Now);
        using var reader = session.Query(_findHolder, ("$partition", partition), ("$now", now));
        var instance = reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : null;
        return new LeaseHolder { InstanceId = instance, StoreTime = SqliteTime.ToMoment(now) };
    }

    private LeaseGrant Renew(SqliteSession session, LeaseRenewal renewal)
    {
        // Asked for inside the transaction: whoever waited for the lock must not count from before it had it.
        var now = session.QueryNumber(Now);
        var expiresAt = now + (long)renewal.Duration.TotalMicroseconds;

        var late = now + (long)renewal.LateBelow.TotalMicroseconds;
        var isOnTime = session.QueryNumber(_countOnTime, ("$instance", renewal.InstanceId), ("$late", late)) > 0;
        session.Execute(_forgetDead, ("$now", now));
        session.Execute(_register, ("$instance", renewal.InstanceId), ("$expires_at", expiresAt));
        var live = (int)session.QueryNumber(_countLive);
        var fairShare = (EndpointId.PartitionCount + live - 1) / live;

        var owned = session.Execute(_prolong, ("$expires_at", expiresAt), ("$instance", renewal.InstanceId));
        if (owned < fairShare)
        {
            session.Execute(
                _take,
                ("$instance", renewal.InstanceId),
                ("$expires_at", expiresAt),
                ("$now", now),
                ("$may_take_expired", isOnTime || renewal.MayTakeLate ? 1L : 0L),
                ("$count", fairShare - owned));
        }

        return new LeaseGrant
        {
            Leases = List(session, renewal.InstanceId),
            FairShare = fairShare,
            LiveInstances = live,
            StoreTime = SqliteTime.ToMoment(now),
        };
    }

    private List<PartitionLease> List(SqliteSession session, string instance)
    {
        var leases = new List<PartitionLease>();
        using var reader = session.Query(_list, ("$instance", instance));
        while (reader.Read())
        {
            leases.Add(new PartitionLease(reader.GetInt32(0), reader.GetInt64(1)));
        }

        return leases;
    }
}
