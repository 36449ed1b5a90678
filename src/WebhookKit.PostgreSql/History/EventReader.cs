using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.History;

/// <summary>Reads whole events.</summary>
internal sealed class EventReader(PostgreSqlDatabase database)
{
    private readonly string _find = $"""
        SELECT id, type, owner, created_at, content_type, idempotency_key, trace_parent, metadata, payload_reference, payload,
               deliver_at, options
        FROM {database.Tables.Events}
        WHERE id = ANY($1)
        """;

    public async Task<Dictionary<EventId, WebhookEvent>> FindAsync(NpgsqlConnection connection, EventId[] ids, CancellationToken cancellationToken)
    {
        var batch = HotBatch.Create(connection);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var find = new NpgsqlBatchCommand(_find);
        find.Parameters.AddTyped(Array.ConvertAll(ids, id => id.Value));
        batch.BatchCommands.Add(find);

        var events = new Dictionary<EventId, WebhookEvent>(ids.Length);
        var reader = await HotBatch.ReadAsync(batch, database.Prepares, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var found = Read(reader, JsonColumns.ReadOptions(TextOrNull(reader, 11)));
            events.Add(found.Id, found);
        }

        return events;
    }

    private static WebhookEvent Read(NpgsqlDataReader reader, EventOptions options) => new()
    {
        Id = new EventId(reader.GetFieldValue<Guid>(0)),
        Type = reader.GetString(1),
        Owner = reader.GetString(2),
        CreatedAt = UtcTime.ToMoment(reader.GetFieldValue<DateTime>(3)),
        ContentType = reader.GetString(4),
        IdempotencyKey = TextOrNull(reader, 5),
        TraceParent = TextOrNull(reader, 6),
        Metadata = JsonColumns.ReadDictionary(TextOrNull(reader, 7)),
        PayloadReference = TextOrNull(reader, 8),
        Payload = reader.GetFieldValue<byte[]>(9),
        DeliverAt = reader.IsDBNull(10) ? null : UtcTime.ToMoment(reader.GetFieldValue<DateTime>(10)),
        ExpiresAt = options.ExpiresAt,
        Retry = options.Retry,
        Endpoints = options.EndpointIds(),
        OrderingKey = options.OrderingKey,
        CoalescingKey = options.CoalescingKey,
    };

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
