using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Collects the columns that a piece of T-SQL names.</summary>
internal sealed class ColumnFinder : TSqlFragmentVisitor
{
    public List<ColumnReferenceExpression> Columns { get; } = [];

    public override void Visit(ColumnReferenceExpression node)
    {
        if (node.MultiPartIdentifier is not null)
        {
            Columns.Add(node);
        }
    }
}
