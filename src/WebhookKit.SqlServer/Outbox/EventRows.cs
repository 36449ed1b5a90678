using System.Data;
using System.Runtime.InteropServices;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Outbox;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>Rows of the type <c>event_rows</c>.</summary>
internal static class EventRows
{
    private static readonly SqlMetaData[] Columns =
    [
        new("id", SqlDbType.Binary, BinaryKey.Size),
        new("created_at", SqlDbType.DateTime2),
        new("type", SqlDbType.NVarChar, SqlValues.PatternSize),
        new("owner", SqlDbType.NVarChar, SqlValues.OwnerSize),
        new("content_type", SqlDbType.NVarChar, 200),
        new("idempotency_key", SqlDbType.NVarChar, SqlValues.IdempotencyKeySize),
        new("trace_parent", SqlDbType.NVarChar, SqlMetaData.Max),
        new("metadata", SqlDbType.NVarChar, SqlMetaData.Max),
        new("payload_reference", SqlDbType.NVarChar, SqlMetaData.Max),
        new("payload", SqlDbType.VarBinary, SqlMetaData.Max),
        new("deliver_at", SqlDbType.DateTime2),
        new("options", SqlDbType.NVarChar, SqlMetaData.Max),
        new("endpoints", SqlDbType.NVarChar, SqlMetaData.Max),
        new("ordering_key", SqlDbType.NVarChar, SqlValues.OrderingKeySize),
        new("coalescing_key", SqlDbType.NVarChar, SqlValues.CoalescingKeySize),
    ];

    public static IEnumerable<SqlDataRecord> Of(IReadOnlyList<WebhookEvent> events)
    {
        foreach (var item in events)
        {
            var row = new SqlDataRecord(Columns);
            row.SetKey(0, item.Id.Value);
            row.SetMoment(1, item.CreatedAt);
            row.SetText(2, item.Type);
            row.SetText(3, item.Owner);
            row.SetText(4, item.ContentType);
            row.SetText(5, item.IdempotencyKey);
            row.SetText(6, item.TraceParent);
            row.SetText(7, JsonColumns.Write(item.Metadata));
            row.SetText(8, item.PayloadReference);
            SetPayload(row, 9, item.Payload);
            row.SetMoment(10, item.DeliverAt);
            row.SetText(11, JsonColumns.WriteOptions(item));
            row.SetText(12, EndpointList.Write(item.Endpoints));
            row.SetText(13, item.OrderingKey);
            row.SetText(14, item.CoalescingKey);
            yield return row;
        }
    }

    private static void SetPayload(SqlDataRecord row, int column, ReadOnlyMemory<byte> payload)
    {
        if (!MemoryMarshal.TryGetArray(payload, out var segment) || segment.Array is null)
        {
            segment = payload.ToArray();
        }

        row.SetBytes(column, 0, segment.Array!, segment.Offset, segment.Count);
    }
}
