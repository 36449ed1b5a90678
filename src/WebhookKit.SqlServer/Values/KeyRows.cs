using System.Data;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.Values;

/// <summary>Rows of the type <c>key_rows</c>.</summary>
internal static class KeyRows
{
    private static readonly SqlMetaData[] Columns = [new("key", SqlDbType.Binary, BinaryKey.Size)];

    public static IEnumerable<SqlDataRecord> Of(IEnumerable<Guid> keys)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var key in keys)
        {
            row.SetKey(0, key);
            yield return row;
        }
    }
}
