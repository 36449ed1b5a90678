using System.Data;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Values;

/// <summary>Rows of the type <c>pattern_rows</c>.</summary>
internal static class PatternRows
{
    private static readonly SqlMetaData[] Columns =
    [
        new("type", SqlDbType.NVarChar, SqlValues.PatternSize),
        new("pattern", SqlDbType.NVarChar, SqlValues.PatternSize),
    ];

    /// <summary>Each event type with the patterns that match it.</summary>
    public static IEnumerable<SqlDataRecord> Matching(IEnumerable<string> types)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var type in types.Distinct(StringComparer.Ordinal))
        {
            foreach (var pattern in EventTypePattern.PatternsFor(type))
            {
                row.SetString(0, type);
                row.SetString(1, pattern);
                yield return row;
            }
        }
    }

    /// <summary>The patterns that an endpoint listens to, of no type in particular.</summary>
    public static IEnumerable<SqlDataRecord> Of(IEnumerable<string> patterns)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var pattern in patterns.Distinct(StringComparer.Ordinal))
        {
            row.SetString(0, "");
            row.SetString(1, pattern);
            yield return row;
        }
    }
}
