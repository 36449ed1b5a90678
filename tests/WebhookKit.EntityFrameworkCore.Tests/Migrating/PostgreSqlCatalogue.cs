using System.Data.Common;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>
/// Whole rows of the catalogues, so that a property nobody thought of is compared too. Left out is what differs between any
/// two databases: object ids, files and statistics. What only an object id says is put into words.
/// </summary>
internal static class PostgreSqlCatalogue
{
    private const string Query = """
        WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = 'webhooks'),
        relation AS (SELECT pg_class.* FROM pg_class JOIN space ON relnamespace = space.oid),
        line (kind, name, what) AS (
            SELECT 'relation', relname::text, to_jsonb(relation) - ARRAY['oid', 'relnamespace', 'reltype', 'relfilenode', 'reltoastrelid',
                'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid']
            FROM relation
            UNION ALL
            SELECT 'toast', relation.relname, jsonb_build_object('options', toast.reloptions)
            FROM relation JOIN pg_class AS toast ON toast.oid = relation.reltoastrelid
            UNION ALL
            SELECT 'column', relname || '.' || attnum, to_jsonb(pg_attribute) - ARRAY['attrelid']
                || jsonb_build_object('type', format_type(atttypid, atttypmod), 'collation', attcollation::regcollation)
            FROM pg_attribute JOIN relation ON attrelid = relation.oid
            UNION ALL
            SELECT 'default', relname || '.' || adnum, to_jsonb(pg_get_expr(adbin, adrelid))
            FROM pg_attrdef JOIN relation ON adrelid = relation.oid
            UNION ALL
            SELECT 'constraint', relname || '.' || conname, to_jsonb(pg_constraint) - ARRAY['oid', 'connamespace', 'conrelid', 'conindid', 'conbin']
                || jsonb_build_object('text', pg_get_constraintdef(pg_constraint.oid), 'index', conindid::regclass)
            FROM pg_constraint JOIN relation ON conrelid = relation.oid
            UNION ALL
            SELECT 'index', relname::text, to_jsonb(pg_index) - ARRAY['indexrelid', 'indrelid', 'indpred', 'indexprs']
                || jsonb_build_object('text', pg_get_indexdef(indexrelid))
            FROM pg_index JOIN relation ON indexrelid = relation.oid
            UNION ALL
            SELECT 'trigger', relname || '.' || tgname, to_jsonb(pg_get_triggerdef(pg_trigger.oid))
            FROM pg_trigger JOIN relation ON tgrelid = relation.oid
            UNION ALL
            SELECT 'rule', relname || '.' || rulename, to_jsonb(pg_get_ruledef(pg_rewrite.oid))
            FROM pg_rewrite JOIN relation ON ev_class = relation.oid
            UNION ALL
            SELECT 'policy', relname || '.' || polname, to_jsonb(polcmd) FROM pg_policy JOIN relation ON polrelid = relation.oid
            UNION ALL
            SELECT 'statistics', stxname::text, to_jsonb(pg_get_statisticsobjdef(pg_statistic_ext.oid))
            FROM pg_statistic_ext JOIN space ON stxnamespace = space.oid
            UNION ALL
            SELECT 'function', proname::text, to_jsonb(pg_get_functiondef(pg_proc.oid)) FROM pg_proc JOIN space ON pronamespace = space.oid
            UNION ALL
            SELECT 'type', typname::text, to_jsonb(typtype) FROM pg_type JOIN space ON typnamespace = space.oid
            UNION ALL
            SELECT 'comment', relname || '.' || objsubid, to_jsonb(description)
            FROM pg_description JOIN relation ON objoid = relation.oid AND classoid = 'pg_class'::regclass)
        SELECT kind || ' ' || name || ' ' || what::text FROM line ORDER BY 1
        """;

    private const string Rows = """
        SELECT 'version ' || version FROM webhooks.versions
        UNION ALL
        SELECT 'lease ' || to_jsonb(leases)::text FROM webhooks.leases
        ORDER BY 1
        """;

    public static async Task<IReadOnlyList<string>> ReadAsync(DbConnection connection)
    {
        var lines = await Catalogue.ReadAsync(connection, Query);
        return lines.Any(line => line.StartsWith("relation versions ", StringComparison.Ordinal)) ? [.. lines, .. await Catalogue.ReadAsync(connection, Rows)] : lines;
    }
}
