using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Of pending deliveries with the same coalescing key, keeps the last.</summary>
internal sealed class DeliveryCoalescer(SqlServerTables tables)
{
    private readonly CoalesceSql _sql = new(tables);

    public async Task<CoalesceResult> CoalesceAsync(SqlSession session, CoalesceRequest request, CancellationToken cancellationToken)
    {
        var values = new SqlValues()
            .Long("@endpoint", request.Endpoint.Value)
            .Text("@coalescingKey", request.CoalescingKey, SqlValues.CoalescingKeySize)
            .Moment("@at", request.At)
            .Text("@reason", request.Reason)
            .Text("@actor", request.Actor)
            .Int("@limit", request.Limit);
        var reader = await session.ReadAsync(_sql.KeepLast, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.IsDBNull(0) ? default : new CoalesceResult(new DeliveryId(reader.GetKey(0), request.Endpoint), reader.GetInt32(1));
    }
}
