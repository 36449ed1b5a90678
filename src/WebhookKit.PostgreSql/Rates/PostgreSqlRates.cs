using Dapper;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Rates;

internal sealed class PostgreSqlRates(PostgreSqlDatabase database) : IRateStore
{
    private readonly string _reserve = $"""
        INSERT INTO {database.Tables.Rates} AS known (owner, reserved_until) VALUES (@owner, @notBefore + @length)
        ON CONFLICT (owner) DO UPDATE SET reserved_until = GREATEST(known.reserved_until, @notBefore) + @length
        RETURNING reserved_until - @length
        """;

    public ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);

        return database.RunAsync(
            async (connection, token) =>
            {
                var values = new { owner = reservation.Owner, notBefore = reservation.NotBefore.ToColumn(), length = reservation.Length };
                var start = await connection.QuerySingleAsync<DateTime>(new CommandDefinition(_reserve, values, cancellationToken: token)).ConfigureAwait(false);
                return UtcTime.ToMoment(start);
            },
            cancellationToken);
    }
}
