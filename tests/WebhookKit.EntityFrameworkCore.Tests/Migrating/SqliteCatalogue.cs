using System.Data.Common;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>What SQLite keeps of each table, which is its statement, and what it says that it has understood.</summary>
internal static class SqliteCatalogue
{
    private const string Query = """
        WITH mine AS (SELECT * FROM sqlite_master WHERE tbl_name LIKE 'webhook\_%' ESCAPE '\')
        SELECT type || ' ' || name || ' on ' || tbl_name || ' ' || ifnull(sql, 'by itself') FROM mine
        UNION ALL
        SELECT 'table ' || mine.name || ' ' || json_array(t.type, t.ncol, t.wr, t.strict) FROM mine, pragma_table_list(mine.name) AS t
        WHERE mine.type = 'table'
        UNION ALL
        SELECT 'column ' || mine.name || '.' || c.cid || ' ' || json_array(c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden)
        FROM mine, pragma_table_xinfo(mine.name) AS c WHERE mine.type = 'table'
        UNION ALL
        SELECT 'index ' || mine.name || '.' || i.name || ' ' || json_array(i."unique", i.origin, i.partial)
        FROM mine, pragma_index_list(mine.name) AS i WHERE mine.type = 'table'
        UNION ALL
        SELECT 'key ' || i.name || '.' || k.seqno || ' ' || json_array(k.cid, k.name, k."desc", k.coll, k.key)
        FROM mine, pragma_index_list(mine.name) AS i, pragma_index_xinfo(i.name) AS k WHERE mine.type = 'table'
        UNION ALL
        SELECT 'reference ' || mine.name || ' ' || json_array(f.id, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete, f.match)
        FROM mine, pragma_foreign_key_list(mine.name) AS f WHERE mine.type = 'table'
        ORDER BY 1
        """;

    private const string Rows = """
        SELECT 'version ' || version FROM webhook_schema
        UNION ALL
        SELECT 'lease ' || json_array(partition, instance, epoch, expires_at) FROM webhook_leases
        ORDER BY 1
        """;

    public static async Task<IReadOnlyList<string>> ReadAsync(DbConnection connection)
    {
        var lines = await Catalogue.ReadAsync(connection, Query);
        return lines.Count == 0 ? lines : [.. lines, .. await Catalogue.ReadAsync(connection, Rows)];
    }
}
