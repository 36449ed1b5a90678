using Microsoft.Data.Sqlite;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.History;

/// <summary>Reads whole events.</summary>
internal sealed class EventReader(SqliteTables tables)
{
    private readonly string _find = $"""
        SELECT type, owner, created_at, content_type, idempotency_key, trace_parent, metadata, payload_reference, deliver_at, options, payload
        FROM {tables.Events}
        WHERE id = $id
        """;

    public WebhookEvent? Find(SqliteSession session, EventId id)
    {
        using var reader = session.Query(_find, ("$id", id.Value.ToKey()));
        return reader.Read() ? Read(reader, id, JsonColumns.ReadOptions(TextOrNull(reader, 9))) : null;
    }

    private static WebhookEvent Read(SqliteDataReader reader, EventId id, EventOptions options) => new()
    {
        Id = id,
        Type = reader.GetString(0),
        Owner = reader.GetString(1),
        CreatedAt = SqliteTime.ToMoment(reader.GetInt64(2)),
        ContentType = reader.GetString(3),
        IdempotencyKey = TextOrNull(reader, 4),
        TraceParent = TextOrNull(reader, 5),
        Metadata = JsonColumns.ReadDictionary(TextOrNull(reader, 6)),
        PayloadReference = TextOrNull(reader, 7),
        DeliverAt = SqliteTime.ToMoment(reader.IsDBNull(8) ? (long?)null : reader.GetInt64(8)),
        ExpiresAt = options.ExpiresAt,
        Retry = options.Retry,
        Endpoints = options.EndpointIds(),
        OrderingKey = options.OrderingKey,
        CoalescingKey = options.CoalescingKey,
        Payload = reader.GetFieldValue<byte[]>(10),
    };

    private static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
