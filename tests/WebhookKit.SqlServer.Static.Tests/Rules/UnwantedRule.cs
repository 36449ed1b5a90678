using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>What the store does without: MERGE, temporary tables, cursors, <c>SELECT *</c>, identifiers that depend on a setting.</summary>
internal sealed class UnwantedRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    private const string ServersOwn = "INFORMATION_SCHEMA";

    public override void Visit(MergeSpecification node) => Report(node, "MERGE is not used: under concurrency it fails in ways of its own");

    public override void Visit(CursorStatement node) => Report(node, "cursors are not used");

    public override void Visit(SelectStarExpression node)
    {
        // COUNT(*) is another thing in the grammar.
        Report(node, "columns are named one by one, so that a new one changes no result");
    }

    public override void Visit(NamedTableReference node)
    {
        var name = node.SchemaObject;
        if (name.BaseIdentifier.Value.StartsWith('#'))
        {
            Report(node, "temporary tables are not used: nothing checks their columns");
        }

        // The name of a table that a statement changes may be one that its FROM has given.
        if (name.SchemaIdentifier is { Value: not ServersOwn } schema && schema.Value != Batch.Schema.SchemaName)
        {
            Report(node, $"{schema.Value} is not the schema of the tables");
        }
    }

    public override void Visit(BinaryExpression node)
    {
        if (node.BinaryExpressionType.ToString().Contains("Concat", StringComparison.Ordinal))
        {
            Report(node, "|| is new in SQL Server 2025");
        }
    }

    public override void Visit(Identifier node)
    {
        if (node.QuoteType == QuoteType.DoubleQuote)
        {
            Report(node, "names are quoted with brackets: double quotes depend on QUOTED_IDENTIFIER");
        }
    }
}
