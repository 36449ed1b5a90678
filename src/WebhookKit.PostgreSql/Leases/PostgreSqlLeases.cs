using System.Globalization;
using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Leases;

internal sealed class PostgreSqlLeases(PostgreSqlDatabase database) : ILeaseStore
{
    private const int PartOfLease = 4;

    // One renewal after the other: the fair share is counted while nobody else takes. What waits for the lock reads the
    // clock after it: clock_timestamp() goes on, now() would be the beginning of the transaction.
    private readonly string _lock = $"LOCK TABLE {database.Tables.Leases} IN SHARE ROW EXCLUSIVE MODE";

    private readonly string _forgetDead = $"DELETE FROM {database.Tables.Instances} WHERE expires_at <= clock_timestamp() AND id <> @instance";

    private readonly string _register = $"""
        INSERT INTO {database.Tables.Instances} (id, expires_at) VALUES (@instance, clock_timestamp() + @duration)
        ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
        """;

    // Before it is registered until the end of its new leases: afterwards nobody could say whether it was late.
    private readonly string _take = $"""
        UPDATE {database.Tables.Leases} SET instance = @instance, epoch = epoch + 1, expires_at = clock_timestamp() + @duration
        WHERE partition IN (
            SELECT partition FROM {database.Tables.Leases}
            WHERE instance IS NULL
               OR (instance <> @instance AND expires_at <= clock_timestamp()
                   AND (@mayTakeLate OR EXISTS (
                       SELECT 1 FROM {database.Tables.Instances} WHERE id = @instance AND expires_at >= clock_timestamp() + @lateBelow)))
            ORDER BY partition
            LIMIT GREATEST(0,
                (SELECT CEIL({EndpointId.PartitionCount}::numeric / (COUNT(*) + 1))::bigint FROM {database.Tables.Instances} WHERE id <> @instance)
                - (SELECT COUNT(*) FROM {database.Tables.Leases} WHERE instance = @instance)))
        """;

    private readonly string _prolong = $"UPDATE {database.Tables.Leases} SET expires_at = clock_timestamp() + @duration WHERE instance = @instance";

    private readonly string _read = $"""
        SELECT COUNT(*)::int AS Live, clock_timestamp() AS Now FROM {database.Tables.Instances};

        SELECT partition AS Partition, epoch AS Epoch FROM {database.Tables.Leases} WHERE instance = @instance ORDER BY partition
        """;

    private readonly string _release = $"""
        UPDATE {database.Tables.Leases} SET instance = NULL, expires_at = '-infinity'
        WHERE instance = @instance AND partition = ANY(@partitions)
        """;

    private readonly string _findHolder = $"""
        SELECT (SELECT instance FROM {database.Tables.Leases} WHERE partition = @partition AND expires_at > clock_timestamp()) AS Holder,
               clock_timestamp() AS Now
        """;

    private readonly string _forget = $"DELETE FROM {database.Tables.Instances} WHERE id = @instance";

    public ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(renewal);

        return database.TransactAtOnceAsync(
            $"{PatienceFor(renewal)}\n{_lock};\n{_forgetDead};\n{_take};\n{_register};\n{_prolong};\n{_read}",
            (connection, sql, token) => RenewAsync(connection, sql, renewal, token),
            cancellationToken);
    }

    public async ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);

        var parameters = new { instance = release.InstanceId, partitions = release.Partitions.ToArray() };
        await database.TransactAtOnceAsync(
            release.IsLeaving ? $"{_release};\n{_forget}" : _release,
            (connection, sql, token) => connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (connection, token) =>
            {
                var command = new CommandDefinition(_findHolder, new { partition }, cancellationToken: token);
                var (holder, now) = await connection.QuerySingleAsync<(string? Holder, DateTime Now)>(command).ConfigureAwait(false);
                return new LeaseHolder { InstanceId = holder, StoreTime = UtcTime.ToMoment(now) };
            },
            cancellationToken);

    // Where the commit is a command of its own, a process that is stopped, or cut off, before it would hold the lock for as long as
    // nobody ends its session, and with it the leases of all others.
    private string PatienceFor(LeaseRenewal renewal) =>
        database.TransactsAtOnce
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"SET LOCAL idle_in_transaction_session_timeout = {(int)(renewal.Duration / PartOfLease).TotalMilliseconds + 1};");

    private static async Task<LeaseGrant> RenewAsync(NpgsqlConnection connection, string sql, LeaseRenewal renewal, CancellationToken cancellationToken)
    {
        var parameters = new { instance = renewal.InstanceId, duration = renewal.Duration, lateBelow = renewal.LateBelow, mayTakeLate = renewal.MayTakeLate };
        var command = new CommandDefinition(sql, parameters, cancellationToken: cancellationToken);
        var results = await connection.QueryMultipleAsync(command).ConfigureAwait(false);
        await using var resultsDisposal = results.ConfigureAwait(false);
        var (live, now) = await results.ReadSingleAsync<(int Live, DateTime Now)>().ConfigureAwait(false);
        var leases = await results.ReadAsync<(int Partition, long Epoch)>().ConfigureAwait(false);

        return new LeaseGrant
        {
            Leases = [.. leases.Select(lease => new PartitionLease(lease.Partition, lease.Epoch))],
            FairShare = (EndpointId.PartitionCount + live - 1) / live,
            LiveInstances = live,
            StoreTime = UtcTime.ToMoment(now),
        };
    }
}
