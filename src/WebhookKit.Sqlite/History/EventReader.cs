using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;

namespace WebhookKit.Sqlite.History;

/// <summary>Reads whole events.</summary>
internal sealed class EventReader(SqliteTables tables)
{
    private readonly string _find = $"""
        SELECT type, owner, created_at, content_type, idempotency_key, trace_parent, metadata, payload_reference, payload
        FROM {tables.Events}
        WHERE id = $id
        """;

    public WebhookEvent? Find(SqliteSession session, EventId id)
    {
        using var reader = session.Query(_find, ("$id", id.Value.ToKey()));
        return reader.Read()
            ? new WebhookEvent
            {
                Id = id,
                Type = reader.GetString(0),
                Owner = reader.GetString(1),
                CreatedAt = SqliteTime.ToMoment(reader.GetInt64(2)),
                ContentType = reader.GetString(3),
                IdempotencyKey = reader.IsDBNull(4) ? null : reader.GetString(4),
                TraceParent = reader.IsDBNull(5) ? null : reader.GetString(5),
                Metadata = JsonColumns.ReadDictionary(reader.IsDBNull(6) ? null : reader.GetString(6)),
                PayloadReference = reader.IsDBNull(7) ? null : reader.GetString(7),
                Payload = reader.GetFieldValue<byte[]>(8),
            }
            : null;
    }
}
