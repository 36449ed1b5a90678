using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates OUTPUT, with and without INTO.</summary>
internal sealed class OutputTranslator(Translator translator)
{
    private const string Inserted = "INSERTED";
    private const string Deleted = "DELETED";

    private Func<ColumnReferenceExpression, string?>? _resolve;

    /// <summary>A column of an OUTPUT clause; <see langword="null"/> outside of one, or when it is an ordinary column.</summary>
    public string? Resolve(ColumnReferenceExpression column) => _resolve?.Invoke(column);

    public static bool IsInserted(ColumnReferenceExpression column) => IsOf(column, Inserted);

    public static bool IsDeleted(ColumnReferenceExpression column) => IsOf(column, Deleted);

    public static string NameOf(ColumnReferenceExpression column) => Names.Quote(column.MultiPartIdentifier.Identifiers[^1]);

    /// <summary>Adds what the change answers.</summary>
    /// <param name="with">The queries that stand before it.</param>
    /// <param name="change">The change in PostgreSQL's words.</param>
    /// <param name="specification">The change in T-SQL's.</param>
    /// <param name="resolve">Where a column of the clause comes from.</param>
    public string Add(string with, string change, DataModificationSpecification specification, Func<ColumnReferenceExpression, string?> resolve)
    {
        if (specification is { OutputClause: not null, OutputIntoClause: not null })
        {
            throw Translator.Unknown(specification.OutputClause);
        }

        if (specification.OutputIntoClause is { } into)
        {
            return Into(with, change, into, resolve);
        }

        return specification.OutputClause is { } output
            ? $"{with}{change} RETURNING {Columns(output.SelectColumns, resolve)}"
            : with + change;
    }

    /// <summary>Whether any column of the clause is one that the test picks.</summary>
    public static bool Mentions(DataModificationSpecification specification, Func<ColumnReferenceExpression, bool> picks) =>
        ColumnsOf(specification).Any(picks);

    /// <summary>The columns that the clause reads; those of the table that it writes into are not among them.</summary>
    public static IReadOnlyList<ColumnReferenceExpression> ColumnsOf(DataModificationSpecification specification)
    {
        var found = new ColumnFinder();
        foreach (var column in (specification.OutputClause?.SelectColumns ?? []).Concat(specification.OutputIntoClause?.SelectColumns ?? []))
        {
            column.Accept(found);
        }

        return found.Columns;
    }

    private static bool IsOf(ColumnReferenceExpression column, string table) =>
        column.MultiPartIdentifier is { Identifiers: [var first, _] } && first.Value.Equals(table, StringComparison.OrdinalIgnoreCase);

    /// <summary>The columns of the clause.</summary>
    /// <param name="columns">They as they were written.</param>
    /// <param name="resolve">Where a column comes from; <see langword="null"/> for an ordinary one.</param>
    public string Columns(ICollection<SelectElement> columns, Func<ColumnReferenceExpression, string?> resolve)
    {
        if (columns.OfType<SelectStarExpression>().FirstOrDefault() is { } star)
        {
            throw Translator.Unknown(star);
        }

        _resolve = resolve;
        try
        {
            return translator.Queries.Elements(columns);
        }
        finally
        {
            _resolve = null;
        }
    }

    // A bare NULL would have become text on its way through the query.
    private string Into(string with, string change, OutputIntoClause into, Func<ColumnReferenceExpression, string?> resolve)
    {
        var carried = into.SelectColumns.Where(column => !IsNull(column)).ToList();
        var names = carried.Select((_, i) => $"\"#{i}\"");
        var values = into.SelectColumns.Select(column => IsNull(column) ? "NULL" : $"\"#{carried.IndexOf(column)}\"");
        var columns = into.IntoTableColumns.Count == 0 ? "" : $" ({string.Join(", ", into.IntoTableColumns.Select(NameOf))})";
        var start = with.Length == 0 ? "WITH " : with.TrimEnd() + ", ";
        return $"""
            {start}"#output" ({string.Join(", ", names)}) AS ({change} RETURNING {Columns(carried, resolve)})
            INSERT INTO {translator.Tables.Target(into.IntoTable)}{columns} SELECT {string.Join(", ", values)} FROM "#output"
            """;
    }

    private static bool IsNull(SelectElement column) => column is SelectScalarExpression { Expression: NullLiteral };
}
