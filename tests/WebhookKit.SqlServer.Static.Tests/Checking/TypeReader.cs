using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>Finds out which tables a query sees, and of which types its expressions are.</summary>
internal sealed class TypeReader(Batch batch)
{
    public const string Inserted = "inserted";
    public const string Deleted = "deleted";

    public QueryScope ScopeOf(QuerySpecification query, QueryScope? outer) => ScopeOf(query.FromClause, outer);

    /// <summary>What a statement sees that changes a table: it and, in OUTPUT, its rows before and after.</summary>
    public QueryScope ScopeOf(TableReference target, FromClause? from, QueryScope? outer)
    {
        var scope = ScopeOf(from, outer);
        if (TargetOf(target, scope) is { } table)
        {
            scope.Add(Inserted, table);
            scope.Add(Deleted, table);
            if (from is null)
            {
                scope.Add(table.Name.Split('.')[^1], table);
            }
        }

        return scope;
    }

    /// <summary>The table that a statement changes: by its name, or by the name that FROM gives it.</summary>
    public Table? TargetOf(TableReference target, QueryScope scope) =>
        TableOf(target, null) ?? (target is NamedTableReference named ? scope[named.SchemaObject.BaseIdentifier.Value] : null);

    public ReadType TypeOf(ScalarExpression? expression, QueryScope? scope) => expression switch
    {
        ColumnReferenceExpression column => new(scope?.Find(column)?.Type),
        VariableReference variable => new(batch.Variables.GetValueOrDefault(variable.Name)),
        IntegerLiteral => new(SqlType.Int, IsLiteral: true),
        StringLiteral => new(new SqlType("nvarchar", 0), IsLiteral: true),
        CastCall cast => new(SqlType.Of(cast.DataType)),
        CoalesceExpression coalesce => FirstOf(coalesce.Expressions, scope),
        SearchedCaseExpression branches => FirstOf([.. branches.WhenClauses.Select(branch => branch.ThenExpression), branches.ElseExpression], scope),
        ParenthesisExpression inner => TypeOf(inner.Expression, scope),
        BinaryExpression both => FirstOf([both.FirstExpression, both.SecondExpression], scope),
        GlobalVariableExpression => new(SqlType.Int),
        ScalarSubquery { QueryExpression: QuerySpecification query } => TypeOf(query, scope),
        FunctionCall call => TypeOf(call, scope),
        _ => ReadType.Unknown,
    };

    private QueryScope ScopeOf(FromClause? from, QueryScope? outer)
    {
        var scope = new QueryScope(outer);
        foreach (var table in from?.TableReferences ?? [])
        {
            Add(table, scope);
        }

        return scope;
    }

    private void Add(TableReference reference, QueryScope scope)
    {
        switch (reference)
        {
            case JoinTableReference join:
                Add(join.FirstTableReference, scope);
                Add(join.SecondTableReference, scope);
                break;
            case TableReferenceWithAlias aliased when TableOf(aliased, scope) is { } table:
                scope.Add(aliased.Alias?.Value ?? table.Name.Split('.')[^1], table);
                break;
        }
    }

    private Table? TableOf(TableReference reference, QueryScope? scope) => reference switch
    {
        NamedTableReference named => batch.Schema.Tables.GetValueOrDefault(SqlParsing.NameOf(named.SchemaObject)),
        VariableTableReference variable => batch.TableVariables.GetValueOrDefault(variable.Variable.Name),
        QueryDerivedTable { QueryExpression: QuerySpecification query } => new Table("", [.. ColumnsOf(query, scope)]),
        _ => null,
    };

    private IEnumerable<Column> ColumnsOf(QuerySpecification query, QueryScope? outer)
    {
        var scope = ScopeOf(query, outer);
        foreach (var element in query.SelectElements.OfType<SelectScalarExpression>())
        {
            if (NameOf(element) is { } name)
            {
                yield return new Column(name, TypeOf(element.Expression, scope).Type, MustBeGiven: false, IsNullable: true);
            }
        }
    }

    private static string? NameOf(SelectScalarExpression element) =>
        element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value;

    private ReadType TypeOf(QuerySpecification query, QueryScope? outer) =>
        query.SelectElements is [SelectScalarExpression element] ? TypeOf(element.Expression, ScopeOf(query, outer)) : ReadType.Unknown;

    private ReadType TypeOf(FunctionCall call, QueryScope? scope) => call.FunctionName.Value.ToUpperInvariant() switch
    {
        "SYSUTCDATETIME" => new(SqlType.Time),
        "COUNT" => new(SqlType.Int),
        "COUNT_BIG" => new(SqlType.BigInt),
        "MIN" or "MAX" => TypeOf(call.Parameters[0], scope),
        "DATEADD" when call.Parameters.Count == BuiltIns.DateAddParameters => TypeOf(call.Parameters[^1], scope),
        _ => ReadType.Unknown,
    };

    // A literal among them takes the type of the others.
    private ReadType FirstOf(IList<ScalarExpression> expressions, QueryScope? scope)
    {
        var types = expressions.Select(one => TypeOf(one, scope)).Where(type => type.Type is not null).ToList();
        return types.Find(type => !type.IsLiteral) ?? types.FirstOrDefault() ?? ReadType.Unknown;
    }
}
