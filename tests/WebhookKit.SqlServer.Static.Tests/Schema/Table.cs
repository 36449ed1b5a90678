using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Static.Tests.Schema;

/// <summary>What has columns: a table, a row type, a table variable, or a query in parentheses.</summary>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns)
{
    public static Table Of(string name, TableDefinition definition) => new(name, [.. definition.ColumnDefinitions.Select(Of)]);

    /// <summary>By name, as a server finds it whose collation ignores case.</summary>
    public Column? Find(string column) => Columns.FirstOrDefault(one => one.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    private static Column Of(ColumnDefinition definition)
    {
        // Also a column of a primary key is nullable here unless it says so: the scripts always say so.
        var isNullable = definition.Constraints.OfType<NullableConstraintDefinition>().FirstOrDefault()?.Nullable ?? true;
        return new Column(
            definition.ColumnIdentifier.Value,
            SqlType.Of(definition.DataType),
            !isNullable && definition.DefaultConstraint is null && definition.IdentityOptions is null,
            isNullable);
    }
}
