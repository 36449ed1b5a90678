using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>What is compared is of one type and size: an index is not used along a column that has to be converted.</summary>
internal sealed class ComparisonRule(Batch batch, ICollection<string> findings) : ScopedRule(batch, findings)
{
    public override void Visit(BooleanComparisonExpression node)
    {
        var (first, second) = (Types.TypeOf(node.FirstExpression, Scope), Types.TypeOf(node.SecondExpression, Scope));
        if (!first.Equals(second, out var difference))
        {
            Report(node, difference);
        }

        RequireLiteral(node, node.FirstExpression, node.SecondExpression);
        RequireLiteral(node, node.SecondExpression, node.FirstExpression);
    }

    public override void Visit(InPredicate node)
    {
        if (node.Subquery?.QueryExpression is not { } query)
        {
            return;
        }

        var wanted = Types.TypeOf(node.Expression, Scope);
        foreach (var part in PartsOf(query))
        {
            if (part.SelectElements is [SelectScalarExpression element]
                && !wanted.Equals(Types.TypeOf(element.Expression, Types.ScopeOf(part, Scope)), out var difference))
            {
                Report(node, difference);
            }
        }
    }

    public override void Visit(TopRowFilter node)
    {
        if (Types.TypeOf(node.Expression, Scope).Type is { Name: not ("int" or "bigint") } type)
        {
            Report(node, $"TOP is given {type}");
        }
    }

    /// <summary>An index with a condition is used only where the same value is written; that of a parameter is not known when the plan is made.</summary>
    private void RequireLiteral(TSqlFragment where, ScalarExpression column, ScalarExpression value)
    {
        if (column is ColumnReferenceExpression { MultiPartIdentifier: { } name } && value is VariableReference
            && FilteredIndexes.ComparedColumns(Batch.Schema).Contains(name.Identifiers[^1].Value))
        {
            Report(where, $"{name.Identifiers[^1].Value} is compared with a parameter, but an index is filtered by it: write the value");
        }
    }

    private static IEnumerable<QuerySpecification> PartsOf(QueryExpression query) => query switch
    {
        QuerySpecification one => [one],
        BinaryQueryExpression two => PartsOf(two.FirstQueryExpression).Concat(PartsOf(two.SecondQueryExpression)),
        _ => [],
    };
}
