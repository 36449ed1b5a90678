using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Names are written as they were made: in a database with a binary collation another case is another name.</summary>
internal sealed class CaseRule : ScopedRule
{
    private readonly Dictionary<string, string> _tables;

    public CaseRule(Batch batch, ICollection<string> findings)
        : base(batch, findings)
    {
        var names = batch.Schema.Tables.Keys.Concat(batch.Schema.RowTypes.Keys);
        _tables = names.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);
    }

    public override void Visit(ColumnReferenceExpression node)
    {
        var written = node.MultiPartIdentifier?.Identifiers[^1].Value;
        if (Scope?.Find(node) is { } column && column.Name != written)
        {
            Report(node, $"the column {column.Name} is written {written}");
        }
    }

    public override void Visit(SchemaObjectName node)
    {
        var written = string.Join('.', node.Identifiers.Select(part => part.Value));
        if (_tables.TryGetValue(written, out var name) && name != written)
        {
            Report(node, $"{name} is written {written}");
        }
    }
}
