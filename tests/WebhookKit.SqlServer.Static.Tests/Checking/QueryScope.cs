using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>The tables that a query sees, by the names it gives them.</summary>
/// <param name="outer">What the query around it sees.</param>
internal sealed class QueryScope(QueryScope? outer)
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.OrdinalIgnoreCase);

    public Table? this[string name] => _tables.GetValueOrDefault(name) ?? outer?[name];

    public void Add(string name, Table table) => _tables[name] = table;

    public Column? Find(ColumnReferenceExpression reference)
    {
        if (reference.MultiPartIdentifier is not { } name)
        {
            return null;
        }

        var column = name.Identifiers[^1].Value;
        if (name.Count > 1)
        {
            return this[name.Identifiers[^2].Value]?.Find(column);
        }

        return _tables.Where(IsRead).Select(table => table.Value.Find(column)).FirstOrDefault(found => found is not null) ?? outer?.Find(reference);
    }

    // These two are never meant where their names are not written.
    private static bool IsRead(KeyValuePair<string, Table> table) => table.Key is not (TypeReader.Inserted or TypeReader.Deleted);
}
