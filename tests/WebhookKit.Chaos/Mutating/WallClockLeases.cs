using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

/// <summary>Takes the leases of others that have ended by the clock of this machine, whatever the clock of the database says.</summary>
internal sealed class WallClockLeases(ILeaseStore inner, HostSettings settings, TimeProvider clock) : ILeaseStore
{
    private readonly string _leases = $"{StoreAccess.PrefixOf(settings.Store)}leases";

    private readonly Func<DateTimeOffset, object> _columnOf =
        settings.Store == StoreKind.Postgres ? moment => moment.UtcDateTime : moment => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public async ValueTask<LeaseGrant> RenewAsync(LeaseRenewal renewal, CancellationToken cancellationToken = default)
    {
        var grant = await inner.RenewAsync(renewal, cancellationToken);
        await using var connection = await StoreAccess.OpenAsync(settings.Store, settings.Database);
        await StoreAccess.ExecuteAsync(
            connection,
            $"UPDATE {_leases} SET instance = @me, epoch = epoch + 1, expires_at = @until WHERE instance <> @me AND expires_at <= @now",
            transaction: null,
            ("@me", renewal.InstanceId),
            ("@now", _columnOf(clock.GetUtcNow())),
            ("@until", _columnOf(clock.GetUtcNow() + renewal.Duration)));

        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT partition, epoch FROM {_leases} WHERE instance = '{renewal.InstanceId}'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var leases = new List<PartitionLease>();
        while (await reader.ReadAsync(cancellationToken))
        {
            leases.Add(new PartitionLease(reader.GetInt32(0), reader.GetInt64(1)));
        }

        return new LeaseGrant { Leases = leases, FairShare = grant.FairShare, LiveInstances = grant.LiveInstances, StoreTime = grant.StoreTime };
    }

    public ValueTask ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken = default) => inner.ReleaseAsync(release, cancellationToken);

    public ValueTask<LeaseHolder> FindHolderAsync(int partition, CancellationToken cancellationToken = default) => inner.FindHolderAsync(partition, cancellationToken);
}
