using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

/// <summary>Of pending deliveries with the same coalescing key, keeps the last.</summary>
internal sealed class DeliveryCoalescer(SqliteTables tables)
{
    private const string WithTheKey = "endpoint_id = $endpoint_id AND coalescing_key = $coalescing_key";

    private readonly string _findLast = $"SELECT key FROM {tables.Queue} WHERE {WithTheKey} ORDER BY queued_at DESC LIMIT 1";

    private readonly string _copy = $"""
        INSERT INTO {tables.Cancellations} (key, endpoint_id, attempts, ended_at, reason, actor, replayed_as)
        SELECT key, endpoint_id, attempts, $ended_at, $reason, $actor, $last
        FROM {tables.Queue}
        WHERE {WithTheKey} AND key <> $last
        ORDER BY queued_at
        LIMIT $limit
        """;

    private readonly string _remove = $"""
        DELETE FROM {tables.Queue}
        WHERE endpoint_id = $endpoint_id
            AND key IN (SELECT key FROM {tables.Queue} WHERE {WithTheKey} AND key <> $last ORDER BY queued_at LIMIT $limit)
        """;

    public CoalesceResult Coalesce(SqliteSession session, CoalesceRequest request)
    {
        var (endpoint, coalescing) = (("$endpoint_id", (object?)request.Endpoint.Value), ("$coalescing_key", (object?)request.CoalescingKey));
        byte[]? last;
        using (var reader = session.Query(_findLast, endpoint, coalescing))
        {
            last = reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }

        if (last is null)
        {
            return default;
        }

        var replaced = session.Execute(
            _copy,
            endpoint,
            coalescing,
            ("$ended_at", request.At.ToMicroseconds()),
            ("$reason", request.Reason),
            ("$actor", request.Actor),
            ("$last", last),
            ("$limit", request.Limit));
        if (replaced > 0)
        {
            session.Execute(_remove, endpoint, coalescing, ("$last", last), ("$limit", request.Limit));
        }

        return new CoalesceResult(new DeliveryId(BinaryKey.ToGuid(last), request.Endpoint), replaced);
    }
}
