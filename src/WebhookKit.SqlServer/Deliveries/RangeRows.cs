using System.Data;
using Microsoft.Data.SqlClient.Server;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Rows of the type <c>range_rows</c>.</summary>
internal static class RangeRows
{
    private static readonly SqlMetaData[] Columns = [new("first_id", SqlDbType.BigInt), new("last_id", SqlDbType.BigInt)];

    public static IEnumerable<SqlDataRecord> Of(IReadOnlyList<(long First, long Last)> ranges)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var (first, last) in ranges)
        {
            row.SetInt64(0, first);
            row.SetInt64(1, last);
            yield return row;
        }
    }
}
