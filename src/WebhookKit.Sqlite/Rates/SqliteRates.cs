using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Rates;

internal sealed class SqliteRates(SqliteDatabase database, SqliteWriter writer) : IRateStore
{
    private readonly string _reserve = $"""
        INSERT INTO {database.Tables.Rates} (owner, reserved_until) VALUES ($owner, $not_before + $length)
        ON CONFLICT (owner) DO UPDATE SET reserved_until = MAX(reserved_until, $not_before) + $length
        RETURNING reserved_until - $length
        """;

    public ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);

        return writer.WriteAsync(
            session => SqliteTime.ToMoment(session.QueryNumber(
                _reserve,
                ("$owner", reservation.Owner),
                ("$not_before", reservation.NotBefore.ToMicroseconds()),
                ("$length", (long)reservation.Length.TotalMicroseconds))),
            cancellationToken);
    }
}
