using System.Data;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Deliveries;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Values;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Rows of the type <c>lane_rows</c>. The place of a lane is its index.</summary>
internal static class LaneRows
{
    private static readonly SqlMetaData[] Columns =
    [
        new("place", SqlDbType.Int),
        new("endpoint_id", SqlDbType.BigInt),
        new("room", SqlDbType.Int),
        new("after_due_at", SqlDbType.DateTime2),
        new("after_key", SqlDbType.Binary, BinaryKey.Size),
    ];

    public static IEnumerable<SqlDataRecord> Of(IReadOnlyList<LaneBeingRead> lanes)
    {
        var row = new SqlDataRecord(Columns);
        for (var i = 0; i < lanes.Count; i++)
        {
            row.SetInt32(0, i);
            row.SetInt64(1, lanes[i].Id.Value);
            row.SetInt32(2, lanes[i].RowsToRead);
            row.SetMoment(3, lanes[i].After.DueAt);
            row.SetKey(4, lanes[i].After.Key);
            yield return row;
        }
    }
}
