using System.Data;
using Microsoft.Data.SqlClient.Server;

namespace WebhookKit.SqlServer.Values;

/// <summary>Rows of the type <c>id_rows</c>.</summary>
internal static class IdRows
{
    private static readonly SqlMetaData[] Columns = [new("id", SqlDbType.BigInt)];

    public static IEnumerable<SqlDataRecord> Of(IEnumerable<long> ids)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var id in ids)
        {
            row.SetInt64(0, id);
            yield return row;
        }
    }
}
