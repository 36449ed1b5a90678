using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>What is written into columns and variables: as many values as columns, every column that needs one, and of its type.</summary>
internal sealed class AssignmentRule(Batch batch, ICollection<string> findings) : ScopedRule(batch, findings)
{
    public override void Visit(InsertSpecification node)
    {
        if (Types.TargetOf(node.Target, Scope!) is not { } table)
        {
            return;
        }

        if (node.Target is VariableTableReference variable && Batch.RowParameters.ContainsKey(variable.Variable.Name))
        {
            Report(node, $"{variable.Variable.Name} is a parameter, and may not be changed");
        }

        CheckColumns(node, table, node.Columns);
        switch (node.InsertSource)
        {
            case ValuesInsertSource values:
                foreach (var row in values.RowValues)
                {
                    CheckValues(node, table, node.Columns, [.. row.ColumnValues], Scope);
                }

                break;
            case SelectInsertSource { Select: QuerySpecification query }:
                CheckValues(node, table, node.Columns, Selected(query.SelectElements), Types.ScopeOf(query, Scope));
                break;
        }
    }

    public override void Visit(OutputIntoClause node)
    {
        if (Types.TargetOf(node.IntoTable, Scope!) is { } table)
        {
            CheckColumns(node, table, node.IntoTableColumns);
            CheckValues(node, table, node.IntoTableColumns, Selected(node.SelectColumns), Scope);
        }
    }

    public override void Visit(UpdateSpecification node)
    {
        if (Types.TargetOf(node.Target, Scope!) is not { } table)
        {
            return;
        }

        foreach (var set in node.SetClauses.OfType<AssignmentSetClause>())
        {
            CheckValues(set, table, [set.Column], [set.NewValue], Scope);
        }
    }

    public override void Visit(SetVariableStatement node) => CheckVariable(node, node.Variable.Name, node.Expression);

    public override void Visit(DeclareVariableElement node)
    {
        if (node is not ProcedureParameter)
        {
            CheckVariable(node, node.VariableName.Value, node.Value);
        }
    }

    private void CheckVariable(TSqlFragment where, string name, ScalarExpression? value)
    {
        if (Batch.Variables.TryGetValue(name, out var type) && Types.TypeOf(value, Scope) is var given && !given.FitsInto(type))
        {
            Report(where, $"{name} is {type}, and is given {given.Type}");
        }
    }

    private void CheckColumns(TSqlFragment where, Table table, IList<ColumnReferenceExpression> columns)
    {
        var named = columns.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var missing in table.Columns.Where(column => column.MustBeGiven && !named.Contains(column.Name)))
        {
            Report(where, $"{table.Name}.{missing.Name} is NOT NULL, and is given no value");
        }

        foreach (var unknown in named.Where(name => table.Find(name) is null))
        {
            Report(where, $"{table.Name} has no column {unknown}");
        }
    }

    private void CheckValues(
        TSqlFragment where, Table table, IList<ColumnReferenceExpression> columns, ScalarExpression?[] values, QueryScope? scope)
    {
        if (values.Length != columns.Count)
        {
            Report(where, $"{columns.Count} columns of {table.Name} are given {values.Length} values");
            return;
        }

        foreach (var (reference, value) in columns.Zip(values))
        {
            if (table.Find(NameOf(reference)) is not { Type: { } type } column)
            {
                continue;
            }

            if (value is NullLiteral && !column.IsNullable)
            {
                Report(reference, $"{table.Name}.{column.Name} is NOT NULL, and is given NULL");
            }

            if (Types.TypeOf(value, scope) is var given && !given.FitsInto(type))
            {
                Report(reference, $"{table.Name}.{column.Name} is {type}, and is given {given.Type}");
            }
        }
    }

    private static ScalarExpression?[] Selected(IEnumerable<SelectElement> elements) =>
        [.. elements.Select(element => (element as SelectScalarExpression)?.Expression)];

    private static string NameOf(ColumnReferenceExpression column) => column.MultiPartIdentifier?.Identifiers[^1].Value ?? "";
}
