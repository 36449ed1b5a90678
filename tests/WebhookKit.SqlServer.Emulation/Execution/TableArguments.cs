using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Steps;
using WebhookKit.SqlServer.Emulation.Translation;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Gives the rows of a table-valued parameter the types of its columns, and refuses those that the table type would.</summary>
internal static class TableArguments
{
    public static TableValue Check(string name, TableShape shape, TableValue table)
    {
        if (table.Rows.Count == 0)
        {
            return table;
        }

        if (table.Columns.Count != shape.Columns.Count)
        {
            throw SqlServerError.NotSupported($"{name} with {table.Columns.Count} columns for a type with {shape.Columns.Count}");
        }

        var rows = table.Rows.Select(row => Convert(name, shape, row)).ToList();
        if (shape.Key.Count > 0 && rows.Select(row => string.Join('|', shape.Key.Select(i => Comparable(row[i])))).Distinct(StringComparer.Ordinal).Count() < rows.Count)
        {
            throw new SqlServerError(ErrorNumbers.DuplicateKey, 14, $"Violation of the primary key of the table type of {name}.");
        }

        return table with { Rows = rows };
    }

    private static object?[] Convert(string name, TableShape shape, object?[] row)
    {
        var converted = new object?[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var (column, type, isNullable) = shape.Columns[i];
            converted[i] = row[i] is null && !isNullable
                ? throw new SqlServerError(ErrorNumbers.NullRefused, SqlServerError.Ordinary, $"Cannot insert the value NULL into column '{column}', table '{name}'; column does not allow nulls.")
                : Conversion.To(type, row[i]);
        }

        return converted;
    }

    private static object? Comparable(object? value) => value is byte[] bytes ? System.Convert.ToHexString(bytes) : value;
}
