using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.Commands;

/// <summary>Moves pending deliveries out of the queue for good.</summary>
internal sealed class DeliveryCanceller(SqliteTables tables)
{
    private const string OneRow = "key = $key AND endpoint_id = $endpoint_id";
    private const string WholeLane = "endpoint_id = $endpoint_id";

    private readonly string _copyOne = Copy(tables, OneRow);
    private readonly string _removeOne = $"DELETE FROM {tables.Queue} WHERE {OneRow}";
    private readonly string _copyAll = Copy(tables, WholeLane);
    private readonly string _removeAll = $"DELETE FROM {tables.Queue} WHERE {WholeLane}";

    /// <summary>Answers false where the delivery is not pending.</summary>
    public bool Cancel(SqliteSession session, DeliveryId id, DateTimeOffset at, string? reason, string actor)
    {
        var key = id.Key.ToKey();
        var copied = session.Execute(
            _copyOne,
            ("$ended_at", at.ToMicroseconds()),
            ("$reason", reason),
            ("$actor", actor),
            ("$key", key),
            ("$endpoint_id", id.Endpoint.Value));

        return copied > 0 && session.Execute(_removeOne, ("$key", key), ("$endpoint_id", id.Endpoint.Value)) > 0;
    }

    public void CancelAll(SqliteSession session, EndpointId endpoint, DateTimeOffset at, string reason, string actor)
    {
        session.Execute(
            _copyAll,
            ("$ended_at", at.ToMicroseconds()),
            ("$reason", reason),
            ("$actor", actor),
            ("$endpoint_id", endpoint.Value));
        session.Execute(_removeAll, ("$endpoint_id", endpoint.Value));
    }

    private static string Copy(SqliteTables tables, string condition) => $"""
        INSERT INTO {tables.Cancellations} (key, endpoint_id, attempts, ended_at, reason, actor)
        SELECT key, endpoint_id, attempts, $ended_at, $reason, $actor
        FROM {tables.Queue}
        WHERE {condition}
        """;
}
