using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>The table whose rows an UPDATE or DELETE changes, wherever the statement names it.</summary>
/// <param name="Table">The table or table variable as it stands in the statement, or in the query that the statement changes.</param>
/// <param name="Cte">The query of the statement through which it is changed, if any.</param>
internal sealed record ChangeTarget(TableReferenceWithAlias Table, CommonTableExpression? Cte)
{
    public string Alias => TableTranslator.AliasOf(Table);

    public TableHints Hints => Table is NamedTableReference named ? TableHints.Of(named) : default;

    public static ChangeTarget Of(UpdateDeleteSpecificationBase specification, WithCtesAndXmlNamespaces? with)
    {
        if (specification is { Target: VariableTableReference variable, FromClause: null })
        {
            return new ChangeTarget(variable, null);
        }

        if (specification.Target is not NamedTableReference named)
        {
            throw Translator.Unknown(specification.Target);
        }

        var name = named.SchemaObject.BaseIdentifier.Value;
        var isPlain = named.SchemaObject.Identifiers.Count == 1;
        if (isPlain && with?.CommonTableExpressions.FirstOrDefault(cte => cte.ExpressionName.Value == name) is { } cte)
        {
            return new ChangeTarget(TableOf(cte), cte);
        }

        if (specification.FromClause is null)
        {
            return new ChangeTarget(named, null);
        }

        var leaves = specification.FromClause.TableReferences.SelectMany(Leaves).OfType<TableReferenceWithAlias>().ToList();
        var found = leaves.Find(leaf => isPlain && leaf.Alias?.Value == name && leaf is NamedTableReference or VariableTableReference)
            ?? leaves.OfType<NamedTableReference>().FirstOrDefault(leaf => Names.Quote(leaf.SchemaObject) == Names.Quote(named.SchemaObject))
            ?? throw Translator.Unknown(specification.Target);
        return new ChangeTarget(found, null);
    }

    public static IEnumerable<TableReference> Leaves(TableReference table) => table switch
    {
        JoinTableReference join => Leaves(join.FirstTableReference).Concat(Leaves(join.SecondTableReference)),
        JoinParenthesisTableReference inner => Leaves(inner.Join),
        _ => [table],
    };

    // The first table is the one: that is how such queries are written, and PostgreSQL refuses a column that is not in it.
    private static NamedTableReference TableOf(CommonTableExpression cte) =>
        cte.QueryExpression is QuerySpecification { FromClause: { } from } && from.TableReferences.SelectMany(Leaves).First() is NamedTableReference table
            ? table
            : throw Translator.Unknown(cte);
}
