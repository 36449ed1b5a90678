using System.Data.Common;
using WebhookKit.Relational.Columns;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;

namespace WebhookKit.SqlServer.History;

/// <summary>Reads whole events.</summary>
internal sealed class EventReader(SqlServerTables tables)
{
    private readonly HistorySql _sql = new(tables);

    public async Task<Dictionary<EventId, WebhookEvent>> FindAsync(SqlSession session, EventId[] ids, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Rows("@keys", tables.KeyRows, KeyRows.Of(ids.Select(id => id.Value)));
        var reader = await session.ReadAsync(_sql.FindEvents, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);

        var events = new Dictionary<EventId, WebhookEvent>(ids.Length);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var found = Read(reader, JsonColumns.ReadOptions(reader.GetTextOrNull(11)));
            events.Add(found.Id, found);
        }

        return events;
    }

    private static WebhookEvent Read(DbDataReader reader, EventOptions options) => new()
    {
        Id = new EventId(reader.GetKey(0)),
        Type = reader.GetString(1),
        Owner = reader.GetString(2),
        CreatedAt = reader.GetMoment(3),
        ContentType = reader.GetString(4),
        IdempotencyKey = reader.GetTextOrNull(5),
        TraceParent = reader.GetTextOrNull(6),
        Metadata = JsonColumns.ReadDictionary(reader.GetTextOrNull(7)),
        PayloadReference = reader.GetTextOrNull(8),
        Payload = reader.GetFieldValue<byte[]>(9),
        DeliverAt = reader.IsDBNull(10) ? null : reader.GetMoment(10),
        ExpiresAt = options.ExpiresAt,
        Retry = options.Retry,
        Endpoints = options.EndpointIds(),
        OrderingKey = options.OrderingKey,
        CoalescingKey = options.CoalescingKey,
    };
}
