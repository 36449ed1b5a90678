using System.Runtime.InteropServices;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Outbox;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Outbox;

/// <summary>Stores one event and fans it out, inside whatever transaction is open on the session.</summary>
internal sealed class EventAppender(SqliteTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Events}
            (id, type, owner, created_at, content_type, idempotency_key, trace_parent, metadata, payload_reference, deliver_at, options, payload)
        VALUES
            ($id, $type, $owner, $created_at, $content_type, $idempotency_key, $trace_parent, $metadata, $payload_reference, $deliver_at, $options,
             $payload)
        ON CONFLICT DO NOTHING
        """;

    // An endpoint that matches by several patterns conflicts with its own first row, and is queued once. A publisher whose clock is
    // ahead does not make its deliveries wait.
    private readonly string _fanOut = $"""
        INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, ordering_key, coalescing_key, queued_at)
        SELECT $id, endpoint_id, MAX(MIN($due_at, {SqliteTime.Now}), COALESCE($deliver_at, 0)), 0,
            {OrderingColumns.KeyOf("ordering", "$ordering_key")}, $coalescing_key,
            CASE WHEN ordering > {OrderingColumns.None} OR $coalescing_key IS NOT NULL THEN 1 + MAX(
                COALESCE((SELECT MAX(queued_at) FROM {tables.Queue}
                    WHERE endpoint_id = subscription.endpoint_id AND ordering_key = {OrderingColumns.KeyOf("subscription.ordering", "$ordering_key")}), 0),
                COALESCE((SELECT MAX(queued_at) FROM {tables.Queue}
                    WHERE endpoint_id = subscription.endpoint_id AND coalescing_key = $coalescing_key), 0)) END
        FROM {tables.Subscriptions} AS subscription
        WHERE owner = $owner AND pattern IN (SELECT value FROM json_each($patterns))
            AND ($endpoints IS NULL OR instr($endpoints, ',' || endpoint_id || ',') > 0)
        ON CONFLICT DO NOTHING
        RETURNING endpoint_id
        """;

    private readonly string _findById = $"SELECT id FROM {tables.Events} WHERE id = $id";

    private readonly string _findByKey = $"""
        SELECT id, type = $type AND content_type = $content_type AND payload = $payload, COALESCE(created_at < $keys_taken_since, FALSE)
        FROM {tables.Events}
        WHERE owner = $owner AND idempotency_key = $idempotency_key
        """;

    private readonly string _release = $"UPDATE {tables.Events} SET idempotency_key = NULL WHERE id = $id";

    public AppendedEvent Append(SqliteSession session, WebhookEvent item, DateTimeOffset? keysTakenSince)
    {
        var id = item.Id.Value.ToKey();
        var payload = BytesOf(item.Payload);
        var inserted = session.Execute(
            _insert,
            ("$id", id),
            ("$type", item.Type),
            ("$owner", item.Owner),
            ("$created_at", item.CreatedAt.ToMicroseconds()),
            ("$content_type", item.ContentType),
            ("$idempotency_key", item.IdempotencyKey),
            ("$trace_parent", item.TraceParent),
            ("$metadata", JsonColumns.Write(item.Metadata)),
            ("$payload_reference", item.PayloadReference),
            ("$deliver_at", item.DeliverAt.ToMicroseconds()),
            ("$options", JsonColumns.WriteOptions(item)),
            ("$payload", payload));

        return inserted == 0
            ? FindExisting(session, item, id, payload, keysTakenSince) ?? Append(session, item, keysTakenSince: null)
            : new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Stored, Endpoints = FanOut(session, item, id) };
    }

    private List<EndpointId> FanOut(SqliteSession session, WebhookEvent item, byte[] id)
    {
        var endpoints = new List<EndpointId>();
        using var reader = session.Query(
            _fanOut,
            ("$id", id),
            ("$due_at", item.CreatedAt.ToMicroseconds()),
            ("$deliver_at", item.DeliverAt.ToMicroseconds()),
            ("$owner", item.Owner),
            ("$endpoints", EndpointList.Write(item.Endpoints)),
            ("$ordering_key", item.OrderingKey),
            ("$coalescing_key", item.CoalescingKey),
            ("$patterns", JsonColumns.Write(EventTypePattern.PatternsFor(item.Type))));
        while (reader.Read())
        {
            endpoints.Add(new EndpointId(reader.GetInt64(0)));
        }

        return endpoints;
    }

    /// <summary>Answers null where its key was in the way and is free now.</summary>
    private AppendedEvent? FindExisting(SqliteSession session, WebhookEvent item, byte[] id, byte[] payload, DateTimeOffset? keysTakenSince)
    {
        using (var byId = session.Query(_findById, ("$id", id)))
        {
            if (byId.Read())
            {
                return new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Duplicate };
            }
        }

        // A payload kept elsewhere is an empty one here: where both are, their types alone are compared.
        using var byKey = session.Query(
            _findByKey,
            ("$type", item.Type),
            ("$content_type", item.ContentType),
            ("$payload", payload),
            ("$keys_taken_since", keysTakenSince.ToMicroseconds()),
            ("$owner", item.Owner),
            ("$idempotency_key", item.IdempotencyKey));
        if (!byKey.Read())
        {
            throw new InvalidOperationException($"Event {item.Id} was neither stored nor found.");
        }

        var holder = byKey.GetFieldValue<byte[]>(0);
        if (!byKey.GetBoolean(2))
        {
            return new AppendedEvent
            {
                Id = new EventId(BinaryKey.ToGuid(holder)),
                Outcome = byKey.GetBoolean(1) ? AppendOutcome.Duplicate : AppendOutcome.Conflict,
            };
        }

        byKey.Close();
        session.Execute(_release, ("$id", holder));
        return null;
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var segment) && segment.Array is { } array && segment.Count == array.Length
            ? array
            : payload.ToArray();
}
