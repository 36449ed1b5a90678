using System.Data;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Values;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Rows of the type <c>delivery_rows</c>.</summary>
internal static class DeliveryRows
{
    private static readonly SqlMetaData[] Columns = [new("key", SqlDbType.Binary, BinaryKey.Size), new("endpoint_id", SqlDbType.BigInt)];

    public static IEnumerable<SqlDataRecord> Of(IReadOnlyCollection<DeliveryId> deliveries)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var delivery in deliveries)
        {
            row.SetKey(0, delivery.Key);
            row.SetInt64(1, delivery.Endpoint.Value);
            yield return row;
        }
    }
}
