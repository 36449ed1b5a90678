using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Rates;

internal sealed class SqlServerRates(SqlServerDatabase database) : IRateStore
{
    private readonly RateSql _sql = new(database.Tables);

    public ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);

        return database.RunAsync((session, token) => ReserveAsync(session, reservation, token), cancellationToken);
    }

    private async Task<DateTimeOffset> ReserveAsync(SqlSession session, RateReservation reservation, CancellationToken cancellationToken)
    {
        var microseconds = (int)reservation.Length.TotalMicroseconds;
        while (true)
        {
            var ends = await session.QueryAsync<DateTime>(_sql.Reserve, Named(reservation).Int("@microseconds", microseconds), cancellationToken).ConfigureAwait(false);
            if (ends is [var end])
            {
                return UtcTime.ToMoment(end) - TimeSpan.FromMicroseconds(microseconds);
            }

            await session.ExecuteAsync(_sql.Add, Named(reservation), cancellationToken).ConfigureAwait(false);
        }
    }

    private static SqlValues Named(RateReservation reservation) =>
        new SqlValues().Owner("@owner", reservation.Owner).Moment("@notBefore", reservation.NotBefore);
}
