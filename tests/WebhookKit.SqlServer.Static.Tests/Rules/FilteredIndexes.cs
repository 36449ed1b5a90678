using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>The indexes of the schema that have a condition.</summary>
internal static class FilteredIndexes
{
    /// <summary>
    /// The columns of which their conditions want a value. <c>IS NOT NULL</c> is not among them: any comparison implies it. Nor is a value that
    /// an index leaves out: the statement that wants the index says so besides, and all others are not meant to have it.
    /// </summary>
    public static IReadOnlySet<string> ComparedColumns(SchemaScript schema)
    {
        var reader = new Reader();
        foreach (var index in schema.Indexes)
        {
            index.FilterPredicate?.Accept(reader);
        }

        return reader.Columns;
    }

    private sealed class Reader : TSqlFragmentVisitor
    {
        public HashSet<string> Columns { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(BooleanComparisonExpression node)
        {
            if (node.ComparisonType == BooleanComparisonType.NotEqualToBrackets)
            {
                return;
            }

            foreach (var side in new[] { node.FirstExpression, node.SecondExpression }.OfType<ColumnReferenceExpression>())
            {
                Columns.Add(side.MultiPartIdentifier.Identifiers[^1].Value);
            }
        }
    }
}
