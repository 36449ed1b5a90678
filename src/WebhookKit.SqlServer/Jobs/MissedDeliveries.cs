using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Jobs;

/// <summary>Finds events that an endpoint has no delivery of, and makes their first.</summary>
internal sealed class MissedDeliveries(SqlServerTables tables)
{
    private readonly MissedSql _sql = new(tables);

    public async Task<MissedEventPage> ReadAsync(SqlSession session, MissedEventQuery query, CancellationToken cancellationToken)
    {
        var values = new SqlValues()
            .Owner("@owner", query.Owner)
            .Long("@endpoint", query.Endpoint.Value)
            .Key("@fromKey", TimeKey.LowestAt(query.From))
            .Key("@below", query.After?.Value ?? Guid.AllBitsSet)
            .Int("@limit", query.Limit);
        var looked = await session.QueryAsync<MissedRow>(_sql.Read, values, cancellationToken).ConfigureAwait(false);

        return new MissedEventPage
        {
            Items =
            [
                .. looked
                    .Where(row => row.Missed == 1)
                    .Select(row => (Row: row, Options: JsonColumns.ReadOptions(row.Options)))
                    .Where(one => !one.Options.LeavesOut(query.Endpoint))
                    .Select(one => one.Row.ToMissed(one.Options.ExpiresAt))
                    .Where(missed => missed.CreatedAt >= query.From),
            ],
            Next = looked.Count == query.Limit ? new EventId(BinaryKey.ToGuid(looked[^1].Id)) : null,
        };
    }

    /// <summary>Answers false where there is one, or has been, or the endpoint is disabled or gone, or the event is.</summary>
    public async Task<bool> TryMakeAsync(SqlSession session, DeliveryId first, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var holds = new SqlValues().Key("@key", first.Key);
        return await session.ReadNumberAsync(_sql.Hold, holds, cancellationToken).ConfigureAwait(false) > 0
            && await session.ReadNumberAsync(_sql.CountQueued, Named(first), cancellationToken).ConfigureAwait(false) == 0
            && await session.ReadNumberAsync(_sql.CountEnded, Named(first), cancellationToken).ConfigureAwait(false) == 0
            && await session.ReadNumberAsync(_sql.Make, Named(first).Moment("@dueAt", dueAt), cancellationToken).ConfigureAwait(false) > 0;
    }

    private static SqlValues Named(DeliveryId id) => new SqlValues().Key("@key", id.Key).Long("@endpoint", id.Endpoint.Value);
}
